"""The clocks of a matter by the law in force, for whoever decides on it or reads it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from huiyin.kernel.ids import OfficeId
from huiyin.rules.lifecycle.facts import facts_of
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.statute.clocks import Clock
from huiyin.rules.statute.events import Event, EventName
from huiyin.rules.statute.law import Law, in_force
from huiyin.rules.statute.matters import clocks_of_matter

EXTENSION_NOTICE = "extension"


def clocks_of(
    matter: Matter, *, at: datetime, more: Sequence[Event] = (), law: Law | None = None
) -> tuple[Clock, ...]:
    """Return all clocks of a matter as they stand at an instant, by `law` or the law in force.

    Never before what is recorded already: who waited for the matter's lock read the time before that.
    """
    events, law = (*_told(matter), *more), law or in_force(at)
    return clocks_of_matter(
        events,
        pack=matter.pack,
        division=matter.county,
        at=max([at, *(event.at for event in events)]),
        facts=facts_of(matter.klass, matter.route, unreachable=matter.unreachable),
        adopted=law.adopted,
        calendar=law.calendar(matter.county),
        shelf=law.shelf,
    )


def _told(matter: Matter) -> Iterator[Event]:
    """Yield the events; an extension with the day on which its notice told the reason (第三十四条)."""
    served: dict[tuple[OfficeId | None, date], date | None] = {
        (one.office, one.issued_on): one.served_on for one in matter.documents if one.kind == EXTENSION_NOTICE
    }
    for event in matter.events:
        told_on = served.get((event.office, event.on)) if event.name is EventName.DEADLINE_EXTENDED else None
        yield replace(event, facts={**event.facts, "told_on": told_on}) if told_on else event
