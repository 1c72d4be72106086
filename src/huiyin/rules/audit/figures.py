"""What an audit counts: the entries of a period, by groups of their kinds.

`DEFINITION` numbers these groups. Whoever changes what falls into which group, or what is counted at all,
raises it: reports that count differently are then told apart when they stand beside each other.
"""

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum

DEFINITION = 1


class Group(StrEnum):
    """Groups of entries, in the order in which they are told."""

    FILED = "filed"  # petitions that came in, those from elsewhere included
    PETITIONER = "petitioner"  # what petitioners did afterwards
    HANDLED = "handled"  # what bureaus and offices did in a matter
    OPENED = "opened"  # somebody read what a petitioner wrote
    OVERSEEN = "overseen"  # reminders, silences, supervision, advice
    ERASED = "erased"
    SETTINGS = "settings"  # offices, posts, rules, calendars, labels
    LOG = "log"  # the log about itself, and its audits
    OTHER = "other"


_OF_KIND: Mapping[str, Group] = {
    "petition.filed": Group.FILED,
    **dict.fromkeys(
        (
            "petition.evidence_added",
            "petition.rated",
            "petition.review_requested",
            "petition.person_requested",
            "petition.feed_made",
            "petition.feed_revoked",
        ),
        Group.PETITIONER,
    ),
    "petition.story_opened": Group.OPENED,
    **dict.fromkeys(
        (
            "petition.reminded",
            "petition.nonresponse_recorded",
            "petition.nonresponse_corrected",
            "petition.supervision_raised",
            "petition.supervision_answered",
            "petition.supervision_closed",
            "petition.supervision_cured",
            "petition.advice_sent",
            "petition.advice_answered",
        ),
        Group.OVERSEEN,
    ),
    "petition.erased": Group.ERASED,
}
_OF_ROOM: Mapping[str, Group] = {
    "petition": Group.HANDLED,
    "people": Group.SETTINGS,
    "statute": Group.SETTINGS,
    "oversight": Group.SETTINGS,
    "log": Group.LOG,
    "audit": Group.LOG,
}


def group_of(kind: str) -> Group:
    """Return the group of an entry's kind, such as ``petition.filed``."""
    return _OF_KIND.get(kind) or _OF_ROOM.get(kind.partition(".")[0], Group.OTHER)


def grouped(by_kind: Mapping[str, int]) -> dict[str, int]:
    """Return how many entries there are of each group, every group named, from how many of each kind."""
    counts: Counter[Group] = Counter()
    for kind, number in by_kind.items():
        counts[group_of(kind)] += number
    return {group.value: counts[group] for group in Group}
