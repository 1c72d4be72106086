"""All clocks of a matter: under every pack in force between its first event and the instant."""

from collections.abc import Sequence
from datetime import datetime

from huiyin.kernel.clock import local_date
from huiyin.rules.statute.calendars import calendar_for
from huiyin.rules.statute.choose import choose_packs
from huiyin.rules.statute.clocks import Clock, clocks
from huiyin.rules.statute.events import NO_FACTS, Event, Facts
from huiyin.rules.statute.packs import load_pack
from huiyin.rules.statute.packs.shape import Status


def clocks_of_matter(
    events: Sequence[Event], *, pack: str, division: int, at: datetime, facts: Facts = NO_FACTS
) -> tuple[Clock, ...]:
    """Return all clocks that the events of a matter start, as they stand at `at`, oldest pack first.

    `pack` is the one the matter was registered under: a matter under demonstration rules stays there; one
    received under the regulations of 2005 and accepted under those of 2022 has clocks of both.
    """
    if not events:
        return ()
    demo = load_pack(pack).status is Status.DEMONSTRATION
    first = min(event.on for event in events)
    packs = choose_packs(first=first, last=max(first, local_date(at)), demo=demo, division=division)
    calendar = calendar_for(division)
    found: list[Clock] = []
    for chosen in packs:
        found += clocks(events, pack=load_pack(chosen.id), calendar=calendar, at=at, facts=facts)
    return tuple(found)
