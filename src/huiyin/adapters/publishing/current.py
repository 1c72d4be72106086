"""The folder in which this process finds, or publishes, the log of this installation."""

from collections.abc import Callable
from functools import lru_cache

from huiyin.adapters.publishing.folder import LogFolder
from huiyin.kernel.errors import Misconfigured

_source: list[Callable[[], LogFolder]] = []


def use(source: Callable[[], LogFolder]) -> None:
    """Say how the folder is found; it is looked for when first asked for."""
    _source[:] = [source]
    log_folder.cache_clear()


@lru_cache(maxsize=1)
def log_folder() -> LogFolder:
    """Return the folder; raise Misconfigured before start-up has finished."""
    if not _source:
        raise Misconfigured("log.no_folder")
    return _source[0]()


def look_again() -> None:
    """Find the folder anew when next asked for it: the log has another name now."""
    log_folder.cache_clear()
