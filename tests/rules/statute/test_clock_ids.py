"""The ids of clocks: the same at every computation, and different for what happened again."""

from uuid import UUID

from huiyin.kernel.canonical import instant
from huiyin.kernel.ids import PetitionId, named_id
from huiyin.rules.statute.events import EventName
from huiyin.rules.statute.naming import clock_ids
from rules.statute.claims import event, one

PETITION = PetitionId(UUID(int=7))


def test_the_same_clock_has_the_same_id_and_each_repetition_one_of_its_own() -> None:
    clock = one([event(EventName.PETITION_ACCEPTED, "2026-03-03T10:00")], "2026-03-04T10:00", "cn22.handle")
    name = f"clock {PETITION} cn-xinfang-2022 cn22.handle None petition.accepted"
    name = f"{name} {instant(clock.reckoning.start.event.at)}"
    found = list(clock_ids(PETITION, [clock, clock, clock]))
    assert [identity for identity, _ in found] == [
        named_id(name),
        named_id(f"{name} 2"),
        named_id(f"{name} 3"),
    ]
    assert list(clock_ids(PETITION, [clock])) == found[:1]
