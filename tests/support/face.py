"""One face of a log, as a process: signs a tree that tells its own story and has it cosigned.

``python -m support.face WITNESSES STORY SIZE…``: the tree grows over these sizes; the first five leaves are
the same in every story. Prints a JSON line for each size: the sizes cosigned, and what is wrong.
"""

import json
import sys
from datetime import UTC, datetime

from huiyin.adapters.postgres.tell import silent
from huiyin.adapters.witnesses import Witnesses
from huiyin.rules.witness.place import read_places
from support.paper_log import PaperLog


def main() -> None:
    """Grow, and have each size cosigned."""
    places, story, *sizes = sys.argv[1:]
    witnesses = Witnesses(read_places(places), tell=silent)
    log = PaperLog().grown(5)
    for size in map(int, sizes):
        log = log.grown(size, story=story)
        at = datetime.now(UTC)  # noqa: TID251  a process of its own
        cosigned = witnesses.gather(log.note(), consistency=log.proof, at=at, seconds=20)
        told = {"cosigned": [one.size for one in cosigned], "problems": witnesses.problems}
        sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
