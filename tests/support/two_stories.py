"""A log of forty entries, and one that begins like it and then tells another story."""

from support.paper_log import PaperLog

LOG = PaperLog().grown(40)
FORK = PaperLog().grown(5).grown(40, story="another")


def part(size: int, log: PaperLog = LOG) -> PaperLog:
    """Return a log as it was at a size."""
    return PaperLog(origin=log.origin, seed=log.seed, leaves=log.leaves[:size])
