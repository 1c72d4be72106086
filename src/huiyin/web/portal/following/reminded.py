"""The reminder of a window that ends soon, in one sentence."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.kernel import clock
from huiyin.kernel.errors import Unknown
from huiyin.queries.oversight.reminders import Reminder
from huiyin.rules.statute.law import in_force
from huiyin.web.portal.due import spoken
from huiyin.web.shared.templatetags.dates import day


def reminded(reminder: Reminder | None, today: date) -> str:
    """Return until when what can still be done; empty when there is nothing to say."""
    if reminder is None:
        return ""
    try:
        title = in_force(clock.now()).shelf.pack(reminder.pack).rules[reminder.rule].title
    except (Unknown, KeyError):
        return ""
    left = (reminder.due_on - today).days
    said = {"what": title.en if spoken() == "en" else title.zh, "day": day(reminder.due_on), "days": left}
    if left == 0:
        return _last_day(said)
    return (
        ngettext(
            "You can %(what)s until %(day)s: %(days)s day left.",
            "You can %(what)s until %(day)s: %(days)s days left.",
            left,
        )
        % said
    )


def _last_day(said: dict[str, object]) -> str:
    return _("Today is the last day on which you can %(what)s.") % said
