"""The id of a clock: the same for the same rule, part and starting event, however often it is computed."""

from collections import Counter
from collections.abc import Iterable, Iterator
from uuid import UUID

from huiyin.kernel.canonical import instant
from huiyin.kernel.ids import PetitionId, named_id
from huiyin.rules.statute.clocks import Clock


def clock_ids(petition: PetitionId, found: Iterable[Clock]) -> Iterator[tuple[UUID, Clock]]:
    """Yield each clock with its id: the same for the same rule, part and starting event."""
    times: Counter[str] = Counter()
    for clock in found:
        event = clock.reckoning.start.event
        name = (
            f"clock {petition} {clock.pack_id} {clock.rule_id} {clock.part} {event.name} {instant(event.at)}"
        )
        times[name] += 1  # the same may happen again at one instant
        yield named_id(name if times[name] == 1 else f"{name} {times[name]}"), clock
