"""What every filing needs, read once before the first: else the first ones would wait for it, all at once."""

from huiyin.prepare.house import store, vault
from huiyin.rules.routing.names import named_offices
from huiyin.rules.routing.offices import offices
from huiyin.rules.routing.topics import suggest_topics
from huiyin.rules.statute.calendars import calendar_for
from huiyin.rules.statute.packs import load_pack, pack_ids

WHOLE_COUNTRY = 0


def warm() -> None:
    """Read lexicon, offices, rule packs and calendar into this process, and open keys and store."""
    suggest_topics("信", "访")
    named_offices("信访")
    offices()
    calendar_for(WHOLE_COUNTRY)
    for pack in pack_ids():
        load_pack(pack)
    vault()
    store()
