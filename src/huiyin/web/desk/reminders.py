"""Reminders in words: at the head of the queue those of one's own post, on a matter's line all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from huiyin.kernel.clock import local_date
from huiyin.queries.handling.lines import Duty
from huiyin.queries.oversight.reminders import SHOWN, Reminder, reminders_of_office
from huiyin.queries.people.posts import Post
from huiyin.rules.access.roles import Role
from huiyin.rules.oversight.watch import Level
from huiyin.web.desk.dues import duty_title
from huiyin.web.desk.here import DeskRequest
from huiyin.web.desk.names import days_text, office_name

LEVELS: Mapping[Level, str | Promise] = {
    Level.HANDLER: gettext_lazy("who handles it"),
    Level.HEAD: gettext_lazy("the head of office"),
    Level.BUREAU: gettext_lazy("the petition bureau"),
    Level.PETITIONER: gettext_lazy("the petitioner"),
}
# Which reminders of an office are a post's own.
_OF_ROLE: Mapping[Role, tuple[Level, ...]] = {
    Role.HANDLER: (Level.HANDLER,),
    Role.REVIEWER: (Level.HANDLER,),
    Role.DISPATCHER: (Level.HANDLER, Level.BUREAU),
    Role.HEAD: (Level.HEAD, Level.BUREAU),
    Role.INSPECTOR: (Level.BUREAU,),
}


@dataclass(frozen=True)
class ReminderShown:
    """One reminder in words."""

    number: str
    address: str
    what: str
    day: date
    days: str
    state: str
    whose: str  # another office's duty of which the bureau is told; empty for one's own


@dataclass(frozen=True)
class RemindersShown:
    """The newest reminders of a post; `more` when there are further ones."""

    lines: Sequence[ReminderShown]
    more: bool


def reminders_shown(request: DeskRequest) -> RemindersShown:
    """Return the reminders of the request's post."""
    post, today = request.post, local_date(request.at)
    found = reminders_of_office(request.reader, post.office, levels_of(post), at=request.at)
    return RemindersShown(
        lines=[_shown(one, today) for one in found[:SHOWN]],
        more=len(found) > SHOWN,
    )


def levels_of(post: Post) -> tuple[Level, ...]:
    """Return at which levels a post is reminded."""
    return _OF_ROLE.get(post.role, ())


def told_of(reminder: Reminder) -> tuple[str, str]:
    """Return whom a reminder went to, and of what, for a matter's line."""
    whom = " ".join(part for part in (office_name(reminder.office), str(LEVELS[reminder.level])) if part)
    return whom, _title(reminder)


def _shown(one: Reminder, today: date) -> ReminderShown:
    return ReminderShown(
        number=one.number,
        address=reverse("desk-petition", args=[one.number]),
        what=_title(one),
        day=one.due_on,
        days=days_text(one.due_on, today),
        state="overdue" if one.due_on < today else "soon",
        whose=_("another office's duty") if one.level is Level.BUREAU else "",
    )


def _title(one: Reminder) -> str:
    title = duty_title(Duty(pack=one.pack, rule=one.rule, due_on=one.due_on, warn_on=one.due_on))
    return title or pgettext("reminder", "a duty")
