"""The internal limits of dispatch by level start once they are adopted, and not before."""

from collections.abc import Callable
from datetime import date

import pytest

import builders
from builders import BUREAU, BUREAU_OF_CHENGDU, BUREAU_OF_SICHUAN, DISPATCHER, ECOLOGY, Life
from huiyin.commands.routing.request_person import RequestPerson
from huiyin.commands.routing.transfer_petition import TransferPetition
from support.rules import adopted, shipped_pack
from support.state import row, rows
from support.verifying import differences

pytestmark = pytest.mark.usefixtures("installed")

INTERNAL = "cnint.dispatch"
# A bureau that an accusation is against is passed over: the next higher one registers the matter.
FILED: list[tuple[Callable[[], Life], int, str, date]] = [
    (builders.waiting, BUREAU, f"{INTERNAL}.county", date(2026, 5, 10)),
    (lambda: builders.accusation(BUREAU), BUREAU_OF_CHENGDU, f"{INTERNAL}.pref", date(2026, 5, 9)),
    (
        lambda: builders.accusation(BUREAU, BUREAU_OF_CHENGDU),
        BUREAU_OF_SICHUAN,
        f"{INTERNAL}.prov",
        date(2026, 5, 9),
    ),
]


def internal(life: Life) -> list[tuple[str, int, date, str]]:
    found = rows("clock", petition=life.petition, pack="cn-internal-2014")
    return [(one["rule"], one["office"], one["binding_on"], one["state"]) for one in found]


@pytest.mark.parametrize(("file", "bureau", "rule", "binding_on"), FILED)
def test_once_adopted_each_level_has_its_limit(
    file: Callable[[], Life], bureau: int, rule: str, binding_on: date
) -> None:
    adopted(shipped_pack("cn-internal-2014"))
    life = file()
    assert internal(life) == [(rule, bureau, binding_on, "running")]
    assert row("clock", petition=life.petition, rule="cn22.bureau.dispatch")["state"] == "running"
    assert differences() == []


@pytest.mark.parametrize("file", [one[0] for one in FILED])
def test_while_it_is_off_nothing_runs_but_the_fifteen_days(file: Callable[[], Life]) -> None:
    life = file()
    assert [one["rule"] for one in rows("clock", petition=life.petition)] == ["cn22.bureau.dispatch"]
    assert row("petition", id=life.petition)["next_due_on"] == date(2026, 5, 21)


def test_sending_the_matter_on_meets_the_internal_limit_too() -> None:
    adopted(shipped_pack("cn-internal-2014"))
    life = builders.waiting()
    life = life.then(
        TransferPetition(petition=life.petition, to=ECOLOGY, reason="topic_and_place"), DISPATCHER
    )
    assert [state for *_, state in internal(life)] == ["met"]


def test_a_matter_that_comes_back_has_the_limit_of_its_first_receipt() -> None:
    adopted(shipped_pack("cn-internal-2014"))
    life = builders.file_petition()
    life = life.then(RequestPerson(petition=life.petition), life.petitioner)
    assert {binding_on for _, _, binding_on, _ in internal(life)} == {date(2026, 5, 10)}
    assert sorted(state for *_, state in internal(life)) == ["met", "running"]


def test_what_was_received_before_the_adoption_has_no_internal_limit() -> None:
    life = builders.waiting()
    adopted(shipped_pack("cn-internal-2014"), effective_on=date(2026, 5, 7), at=life.at)
    later = life.then(
        TransferPetition(petition=life.petition, to=ECOLOGY, reason="topic_and_place"), DISPATCHER
    )
    assert internal(later) == []
