"""All clocks of a matter: under every pack in force between its first event and the instant."""

from collections.abc import Sequence
from datetime import datetime

from huiyin.kernel.clock import local_date
from huiyin.rules.statute.calendars import calendar_for
from huiyin.rules.statute.calendars.calendar import Calendar
from huiyin.rules.statute.choose import NONE, PackRef, choose_packs, other_packs, prevailing
from huiyin.rules.statute.clocks import Clock, clocks
from huiyin.rules.statute.events import NO_FACTS, Event, Facts
from huiyin.rules.statute.packs import Shelf, shipped
from huiyin.rules.statute.packs.shape import Status


def clocks_of_matter(
    events: Sequence[Event],
    *,
    pack: str,
    division: int,
    at: datetime,
    facts: Facts = NO_FACTS,
    adopted: frozenset[str] = NONE,
    calendar: Calendar | None = None,
    shelf: Shelf | None = None,
) -> tuple[Clock, ...]:
    """Return all clocks that the events of a matter start, as they stand at `at`, oldest pack first.

    `pack` is the one the matter was registered under: a matter under demonstration rules stays there; one
    received under the regulations of 2005 and accepted under those of 2022 has clocks of both. `adopted` are
    the ids of packs in force that are not in use by default. `calendar` stands in for that of the division
    and `shelf` for the packs shipped, to see what a notice or a pack not yet adopted would move.
    """
    if not events:
        return ()
    held = shelf or shipped()
    demo = held.pack(pack).status is Status.DEMONSTRATION
    first = min(event.on for event in events)
    last = max(first, local_date(at))
    packs: tuple[PackRef, ...] = choose_packs(
        first=first, last=last, demo=demo, division=division, adopted=adopted, shelf=held
    )
    if not demo:
        names = {event.name for event in events}
        packs += other_packs(names, first=first, last=last, division=division, adopted=adopted, shelf=held)
    days = calendar_for(division) if calendar is None else calendar
    found: list[Clock] = []
    for ref in packs:
        chosen = held.pack(ref.id)
        own = clocks(events, pack=chosen, calendar=days, at=at, facts=facts)
        if len(packs) > 1:
            own = tuple(
                one
                for one in own
                if prevailing(chosen, on=one.triggered_on, division=division, adopted=adopted, shelf=held)
            )
        found += own
    return tuple(found)
