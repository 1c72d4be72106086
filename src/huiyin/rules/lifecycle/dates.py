"""The clocks of a matter by the law in force, for whoever decides on it or reads it."""

from collections.abc import Sequence
from datetime import datetime

from huiyin.rules.lifecycle.facts import facts_of
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.statute.clocks import Clock
from huiyin.rules.statute.events import Event
from huiyin.rules.statute.law import Law, in_force
from huiyin.rules.statute.matters import clocks_of_matter


def clocks_of(
    matter: Matter, *, at: datetime, more: Sequence[Event] = (), law: Law | None = None
) -> tuple[Clock, ...]:
    """Return all clocks of a matter as they stand at an instant, by `law` or the law in force.

    Never before what is recorded already: who waited for the matter's lock read the time before that.
    """
    events, law = (*matter.events, *more), law or in_force(at)
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
