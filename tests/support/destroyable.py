"""Run inside an installation: a bureau's matters that are due, on a list that two people decided on.

`python -m support.destroyable make NUMBER` makes so many, half of which are opened again after the list was
approved; `python -m support.destroyable found FILE` writes as JSON what became of them, and what verification
finds.
"""

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django

django.setup()

import builders  # noqa: E402  Django must stand first
from huiyin.cli import serving  # noqa: E402
from huiyin.cli.screen import Screen  # noqa: E402
from huiyin.cli.wording import Language  # noqa: E402
from huiyin.commands.evidence.set_retention import SetRetention  # noqa: E402
from huiyin.door import door  # noqa: E402
from huiyin.kernel.ids import new_id  # noqa: E402
from huiyin.records import sql  # noqa: E402
from support.verifying import deeply, differences  # noqa: E402

FILED = datetime(2014, 6, 4, 2, tzinfo=UTC)
LATER = datetime(2025, 3, 3, 2, tzinfo=UTC)
HELD_EVERY = 5
FOUND = """
    SELECT i.number, o.state, o.why, k.petition IS NOT NULL AS key, p.erased_at IS NOT NULL AS erased,
           (SELECT count(*) FROM entry AS e JOIN entry_salt USING (commitment)
            WHERE e.subject = i.matter) AS salts
    FROM destruction_item AS i JOIN petition AS p ON p.id = i.matter
    LEFT JOIN destruction_outcome AS o ON o.petition = i.matter
    LEFT JOIN data_key AS k ON k.petition = i.matter
    ORDER BY i.number
"""


def make(number: int) -> None:
    """Make matters, answer them, draw up the list, approve and order it; then hold some of them."""
    lives = [builders.declined(builders.file_petition(FILED)) for _ in range(number)]
    builders.scheduled(at=FILED)
    drawn = builders.order(builders.approve(builders.draw_up(LATER)))
    for life in lives[::HELD_EVERY]:
        at = drawn.at + timedelta(minutes=1)
        command = SetRetention(
            petition=life.petition, id=new_id(at), category=None, held=True, reason="正在诉讼"
        )
        door.execute(command, actor=builders.DISPATCHER, at=at)


def found(file: Path) -> None:
    """Write what stands."""
    told = {
        "items": sql.fetch(sql.OWNER, FOUND),
        "lists": [row["state"] for row in sql.fetch(sql.OWNER, "SELECT state FROM destruction_list")],
        "differences": [one.code for one in differences()],
        "deep": [one.code for one in deeply()],
    }
    file.write_text(json.dumps(told), "utf-8")


if __name__ == "__main__":
    with serving.reachable_database(Screen(language=Language.EN)):
        make(int(sys.argv[2])) if sys.argv[1] == "make" else found(Path(sys.argv[2]))
