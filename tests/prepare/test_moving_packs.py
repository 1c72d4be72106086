"""A pack that was adopted gives and moves clocks from its day on; no filing waits for the law to be read."""

from datetime import date, timedelta
from typing import Any

import pytest
from moved_clocks import HANDLE, clocks, file_of, now, stored

import builders
from huiyin.prepare import moving
from huiyin.records import shelf
from huiyin.rules.statute import law
from support.moment import AT
from support.rules import adopted, shipped_pack
from support.state import rows
from support.verifying import differences

pytestmark = pytest.mark.usefixtures("installed")


def own_pack() -> bytes:
    """A pack of the province that was not there before: fifteen days to dispatch are divided."""
    text = shipped_pack("cn-internal-2014").decode().replace('id = "cn-internal-2014"', 'id = "cn-51-own"')
    lines = [line for line in text.splitlines() if not line.startswith("when = ")]
    return "\n".join([*lines, ""]).replace('jurisdiction = "cn"', 'jurisdiction = "cn-51"').encode()


def test_a_new_pack_gives_clocks_from_its_day_on_and_no_earlier() -> None:
    before = builders.waiting()
    adopted(own_pack(), at=AT + timedelta(days=1), effective_on=date(2026, 5, 8))
    at = AT + timedelta(days=3)
    after = builders.waiting(at)
    assert moving.carry_out(now(at)) == 0
    assert not any(rule.startswith("cnint.") for rule in clocks(before))
    assert any(rule.startswith("cnint.") for rule in clocks(after))
    stored(at)


def test_a_new_pack_reaches_what_was_filed_in_another_process_on_its_day() -> None:
    adopted(own_pack())
    law.use(lambda _: law.shipped_law())
    life = builders.waiting()
    law.use(shelf.kept)
    assert moving.carry_out(now(AT)) == 1
    assert any(rule.startswith("cnint.") for rule in clocks(life))
    stored(AT)


def test_a_corrected_pack_moves_what_runs_by_it() -> None:
    life = builders.accepted()
    text = shipped_pack("cn-xinfang-2022").decode().replace('version = "1"', 'version = "2"', 1)
    assert "number = 60" in text
    content = text.replace("number = 60", "number = 50", 1).encode()
    [shown] = [one for one in moving.would_move(file_of(content), at=life.at) if one.moved]
    adopted(content, at=life.at)
    assert moving.carry_out(now(life.at)) == 1
    [clock] = rows("clock", petition=life.petition, rule=HANDLE)
    assert clock["pack_version"] == "2"
    assert (clock["warn_on"] - clock["started_on"]).days == 50
    assert HANDLE in {one.rule for one in shown.moved}
    stored(life.at)
    assert differences() == []


def test_no_filing_asks_the_database_for_the_law(monkeypatch: pytest.MonkeyPatch) -> None:
    builders.file_petition()
    asked: list[str] = []
    fetch = shelf.sql.fetch

    def watched(using: str, query: str, parameters: Any = ()) -> Any:
        asked.append(query)
        return fetch(using, query, parameters)

    monkeypatch.setattr(shelf.sql, "fetch", watched)
    builders.file_petition(AT + timedelta(seconds=20))
    assert not [query for query in asked if "adopted" in query]
    builders.file_petition(AT + timedelta(seconds=31))
    assert len([query for query in asked if "adopted" in query]) == 1
