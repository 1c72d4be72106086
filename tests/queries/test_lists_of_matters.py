"""Lists and pages of matters at the desk: the duty due next, page after page, nothing one may not see."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

import builders
from builders import CHENGDU, ECOLOGY, HANDLER, JINJIANG
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Reader
from huiyin.kernel.ids import OfficeId, PetitionId
from huiyin.queries.handling import find as finding
from huiyin.queries.handling import matter as matters
from huiyin.queries.handling.find import Found, Sought
from huiyin.queries.handling.queue import Counts, Queue, Wanted, overseen, queue
from huiyin.queries.outreach.figures import figures
from huiyin.records.petitions.matter import read_matter
from huiyin.records.sql import Row
from huiyin.rules.disclosure.periods import Period
from huiyin.rules.lifecycle.matter import Matter
from support.database import Ground
from support.moment import AT
from support.roles import intruder
from support.state import rows

pytestmark = pytest.mark.usefixtures("installed")

READER = Reader(offices=(ECOLOGY,), account=HANDLER.account)
OVERSIGHT = Reader(oversight=(CHENGDU, CHENGDU + 99))
TODAY = local_date(AT)


def waiting_at(office: OfficeId) -> Queue:
    return queue(Reader(offices=(office,)), office, Wanted(), on=TODAY)


@pytest.mark.parametrize(("days", "first"), [(-3, "second"), (3, "cn22.handle")])
def test_of_several_duties_a_line_names_the_one_that_falls_due_first(
    ground: Ground, days: int, first: str
) -> None:
    life = builders.accepted()
    [due_on] = [clock["binding_on"] for clock in rows("clock", rule="cn22.handle", petition=life.petition)]
    with intruder(ground) as connection:
        connection.execute(
            "INSERT INTO clock (id, petition, rule, kind, office, pack, pack_version, duty_of, started_on,"
            " warn_on, binding_on, state, told, watched)"
            " SELECT gen_random_uuid(), petition, 'second', kind, office, pack, pack_version, duty_of,"
            " started_on, warn_on + %s, binding_on + %s, state, told, watched FROM clock"
            " WHERE rule = 'cn22.handle'",
            (days, days),
        )
    [line] = waiting_at(ECOLOGY).lines
    assert line.duty is not None
    assert (line.duty.rule, line.duty.due_on) == (first, due_on + timedelta(days=min(days, 0)))


def test_the_duty_of_another_office_is_not_told_as_ones_own() -> None:
    life = builders.file_petition()
    [line] = waiting_at(builders.BUREAU).lines
    of_ecology = {clock["rule"] for clock in rows("clock", petition=life.petition, office=ECOLOGY)}
    assert line.petition == life.petition
    assert of_ecology
    assert line.duty is None


def test_who_oversees_nothing_has_an_empty_list() -> None:
    builders.file_petition()
    nothing = overseen(READER, Wanted(), on=TODAY)
    assert (nothing.lines, nothing.more) == ((), None)
    assert nothing.counts == Counts(overdue=0, soon=0, later=0, undated=0)
    assert len(overseen(OVERSIGHT, Wanted(), on=TODAY).lines) == 1


@pytest.mark.parametrize("reader", [READER, OVERSIGHT], ids=["own", "overseen"])
def test_found_matters_follow_page_after_page_without_loss(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "PAGE", 2)
    lives = [builders.file_petition(AT + timedelta(minutes=minute)) for minute in range(5)]
    pages: list[Found] = [finding.find(reader, Sought())]
    while pages[-1].more is not None:
        pages.append(finding.find(reader, Sought(), before=pages[-1].more))
    assert [len(page.lines) for page in pages] == [2, 2, 1]
    listed = [line.petition for page in pages for line in page.lines]
    assert listed == [life.petition for life in reversed(lives)]


def test_a_number_leads_only_those_who_may_know_of_it() -> None:
    life = builders.file_petition()
    number = life.prepared.command.number
    assert finding.numbered(READER, number) == life.petition
    assert finding.numbered(Reader(offices=(builders.HOUSING,)), number) is None


def test_a_page_names_each_of_its_papers_and_no_other() -> None:
    life = builders.answered()
    page = matters.matter_page(READER, life.prepared.command.number, at=life.at)
    assert page is not None
    opinion = page.paper(life.documents["opinion"])
    assert opinion is not None
    assert (opinion.kind, opinion.way) == ("opinion", "in_person")
    assert page.paper(uuid4()) is None
    assert page.draft() is None


def test_a_matter_taken_away_while_its_page_is_read_is_not_shown(
    installed: Any, ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert installed
    life = builders.file_petition()
    number = life.prepared.command.number

    def too_late(fetch: Callable[[str, Sequence[Any]], list[Row]], petition: PetitionId) -> Matter | None:
        with intruder(ground) as connection:
            connection.execute("UPDATE petition SET offices = '{}' WHERE id = %s", (petition,))
        return read_matter(fetch, petition)

    assert matters.matter_page(READER, number, at=life.at) is not None
    monkeypatch.setattr(matters, "read_matter", too_late)
    assert matters.matter_page(READER, number, at=life.at) is None


def test_there_are_no_figures_of_a_period_that_was_not_published() -> None:
    builders.file_petition()
    assert figures(Period(date(2026, 5, 1), date(2026, 5, 31)), demo=False) is None


def test_oversight_lists_what_lies_in_its_divisions() -> None:
    here = builders.file_petition(division=JINJIANG)
    builders.waiting(division=builders.MIANYANG)
    assert [line.petition for line in overseen(OVERSIGHT, Wanted(), on=TODAY).lines] == [here.petition]
