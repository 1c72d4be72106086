"""What the queue and the search show, read from an address and written back into one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar
from uuid import UUID

from django.utils.html import format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from huiyin.kernel.clock import LOCAL_ZONE
from huiyin.kernel.errors import Unknown
from huiyin.kernel.ids import OfficeId
from huiyin.queries.handling.find import Before, Sought
from huiyin.queries.handling.queue import START, After, Due, Wanted
from huiyin.queries.people.posts import Post
from huiyin.rules.lifecycle.states import State
from huiyin.rules.routing.divisions import Level, children, division, level_of
from huiyin.rules.routing.offices import offices_at
from huiyin.rules.routing.topics import topic, topics
from huiyin.web.desk.names import spoken

E = TypeVar("E", bound=StrEnum)
Typed = Mapping[str, str]


@dataclass(frozen=True)
class Choice:
    """One choice of a filter."""

    value: str
    name: str
    chosen: bool


def wanted(typed: Typed) -> Wanted:
    """Return what the queue shall show; what cannot be read asks for nothing."""
    return Wanted(
        state=_member(State, typed.get("state")),
        topic=_topic(typed.get("topic", "")),
        division=_division(typed.get("place", "")),
        due=_member(Due, typed.get("due")),
        waiting=typed.get("waiting") == "1",
    )


def after(typed: Typed) -> After:
    """Return where the page begins; the start when that cannot be read."""
    day, _sep, petition = typed.get("after", "").partition("_")
    try:
        return After(due_on=date.fromisoformat(day) if day else None, petition=UUID(petition))
    except ValueError:
        return START


def after_text(more: After) -> str:
    """Return a place in the queue as text of an address."""
    return f"{more.due_on.isoformat() if more.due_on else ''}_{more.petition}"


def sought(typed: Typed) -> Sought:
    """Return what is looked for."""
    return Sought(
        state=_member(State, typed.get("state")),
        topic=_topic(typed.get("topic", "")),
        division=_division(typed.get("place", "")),
        office=OfficeId(int(typed["office"])) if typed.get("office", "").isdecimal() else None,
        since=_day(typed.get("since", "")),
        until=_day(typed.get("until", "")),
    )


def before(typed: Typed) -> Before | None:
    """Return where the page of found matters begins; None at the start."""
    instant, _sep, petition = typed.get("before", "").partition("_")
    try:
        at = datetime.fromisoformat(instant)
        return Before(received_at=at if at.tzinfo else at.replace(tzinfo=LOCAL_ZONE), petition=UUID(petition))
    except ValueError:
        return None


def before_text(more: Before) -> str:
    """Return a place among found matters as text of an address."""
    return f"{more.received_at.isoformat()}_{more.petition}"


def with_more(typed: Typed, **more: str) -> str:
    """Return the query of an address: what was chosen, and more; empty values are left out."""
    kept = {name: value for name, value in typed.items() if name not in {"after", "before"}}
    return urlencode({name: value for name, value in {**kept, **more}.items() if value})


def topic_options(chosen: str) -> SafeString:
    """Return the topic tree as options of a list."""
    return _topic_options(chosen, spoken())


@lru_cache(maxsize=512)
def _topic_options(chosen: str, language: str) -> SafeString:
    # Two hundred options: told once, not at every page.
    rows = (
        (
            one.id,
            mark_safe(" selected" if one.id == chosen else ""),  # noqa: S308  our own words
            "\u2003" if one.parent else "",
            one.en if language == "en" else one.zh,
        )
        for one in topics()
    )
    return format_html_join("", '<option value="{}"{}>{}{}</option>', rows)


def place_choices(post: Post, chosen: str) -> list[Choice]:
    """Return the divisions below the post's own; none for a county."""
    english = spoken() == "en"
    below = [one for one in children(post.division) if level_of(one.code) is not Level.TOWN]
    return [
        Choice(str(one.code), one.name_en if english else one.name, str(one.code) == chosen) for one in below
    ]


def office_choices(post: Post, chosen: str) -> list[Choice]:
    """Return the offices of a bureau's own division; none for an office that handles matters itself."""
    if not post.at_bureau:
        return []
    english = spoken() == "en"
    return [
        Choice(str(one.id), one.name_en if english else one.name, str(one.id) == chosen)
        for one in offices_at(post.division)
    ]


def _member(kind: type[E], value: str | None) -> E | None:
    return kind(value) if value in list(kind) else None


def _topic(value: str) -> str:
    try:
        return topic(value).id if value else ""
    except Unknown:
        return ""


def _division(value: str) -> int | None:
    try:
        return int(division(int(value)).code) if value.isdecimal() else None
    except Unknown:
        return None


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
