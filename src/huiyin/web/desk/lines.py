"""A line of the queue in words, put together here: a template does it ten times as slowly."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.queries.handling.lines import Line
from huiyin.rules.lifecycle.states import State
from huiyin.web.desk.dues import duty_title, state_of
from huiyin.web.desk.names import days_text, office_name, place_name, topic_name
from huiyin.web.desk.routing import Known, Suggestion, suggest
from huiyin.web.desk.words import STATES
from huiyin.web.shared.templatetags.dates import day as day_text


@dataclass(frozen=True)
class LineShown:
    """A line in words."""

    address: str
    title: str
    state: str  # overdue, soon, running, none
    head: str  # days left, or the stage when nothing is due
    day: SafeString | str
    meta: SafeString  # number, topic, place, masked name
    duty: str  # the stage, and what is due
    suggestion: Suggestion | None  # for a dispatcher, while the matter waits at the bureau
    excerpt: SafeString | str = ""  # of the story, where a search found it and it is open today

    @property
    def best(self) -> SafeString:
        """The suggested offices with the trust in them."""
        found = self.suggestion.best if self.suggestion else ()
        rows = ((one.name, f" {one.percent}%" if one.percent else "") for one in found)
        return format_html_join(pgettext("list", ", "), "<b>{}</b>{}", rows)


def shown(line: Line, today: date, *, dispatching: bool = False, with_office: bool = False) -> LineShown:
    """Return a line in words; with `dispatching` a matter at the bureau has its best offices beside it."""
    stage = str(STATES[line.state])
    due = duty_title(line.duty)
    waits = dispatching and line.state is State.REGISTERED
    return LineShown(
        address=reverse("desk-petition", args=[line.number]),
        title=_("Content erased") if line.erased else line.title,
        state=state_of(line, today),
        head=days_text(line.due_on, today) if line.due_on else stage,
        day=_day(line.due_on) if line.due_on else "",
        meta=_meta(line, with_office=with_office),
        duty=" · ".join(part for part in (stage, due) if part) if line.due_on else "",
        suggestion=suggest(_known(line)) if waits else None,
    )


def _day(due_on: date) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', due_on.isoformat(), day_text(due_on))


def _meta(line: Line, *, with_office: bool) -> SafeString:
    said = [
        topic_name(line.topic),
        place_name(line.division),
        line.who or ("" if line.erased else _("name withheld")),
    ]
    if with_office:
        said.append(office_name(line.lead))
    first = format_html('<span class="number">{}</span>', line.number)
    return first + format_html_join("", "<span>{}</span>", ((part,) for part in said if part))


def _known(line: Line) -> Known:
    return Known(
        suggested=line.suggested,
        topic=line.topic,
        division=line.division,
        klass=line.klass or line.declared_klass,
        denied=line.denied,
        taken=(line.bureau,),
    )
