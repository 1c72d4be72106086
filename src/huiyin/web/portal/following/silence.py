"""Records of non-response on the page: what passed without an answer, what became of it, the papers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huiyin.kernel.ids import PetitionId
from huiyin.prepare import nonresponse
from huiyin.queries.outreach.own_records import OwnRecord, own_records
from huiyin.web.portal.due import spoken
from huiyin.web.portal.following import entering, sessions
from huiyin.web.portal.following.acts import read
from huiyin.web.portal.following.saving import download
from huiyin.web.shared.templatetags.dates import day


@dataclass(frozen=True)
class SilenceLine:
    """One record as shown; `corrected` and `late` are empty unless they came to pass."""

    place: int
    sentence: str
    corrected: str
    late: str
    remedies: tuple[str, ...]
    paper: str
    file: str


def silence_lines(petition: PetitionId) -> list[SilenceLine]:
    """Return the records of a matter, the newest first."""
    return [_line(one) for one in reversed(own_records(petition))]


@require_safe
def record_paper(request: HttpRequest, place: int) -> HttpResponse:
    """Give a record as PDF, in the language of the page."""
    petition = sessions.petition_of(request)
    if petition is None:
        return entering.expired(request)
    data = nonresponse.record_paper(petition, place, spoken())
    return _given(petition, data, "application/pdf", f"record-{place}.pdf")


@require_safe
def record_file(request: HttpRequest, place: int) -> HttpResponse:
    """Give a record as the signed file that proves itself."""
    petition = sessions.petition_of(request)
    if petition is None:
        return entering.expired(request)
    data = nonresponse.record_file(petition, place)
    return _given(petition, data, "application/json", f"record-{place}.json")


def _given(petition: PetitionId, data: bytes | None, kind: str, name: str) -> HttpResponse:
    if data is None:
        raise Http404
    return sessions.kept_open(download(data, kind, f"huiyin-{read(petition).number}-{name}"), petition)


def _line(one: OwnRecord) -> SilenceLine:
    tongue = "en" if spoken() == "en" else "zh"
    record = one.statement
    office = record["office"]
    words = {
        "office": office[tongue] if office else _("The office that handles it"),
        "what": record["duty"]["title"][tongue],
        "day": _day(record["binding_on"]),
    }
    late = one.answered_late_on
    return SilenceLine(
        place=one.position,
        sentence=_("%(office)s had until %(day)s to %(what)s. This system has seen no record of it.") % words,
        corrected=_corrected(one.correction, tongue) if one.correction else "",
        late=_("It came late, on %(day)s. The record stays as it is.") % {"day": day(late)} if late else "",
        remedies=tuple(remedy[tongue] for remedy in record["remedies"]) if one.disputable else (),
        paper=reverse("follow_record", args=[one.position]),
        file=reverse("follow_record_file", args=[one.position]),
    )


def _corrected(told: Mapping[str, Any], tongue: str) -> str:
    office = told["office"]
    reason = "date_open" if told["reason"] == "date_moved" and told["on"] is None else told["reason"]
    why = str(_WHY[reason]) % {
        "on": _day(told["on"]) if told["on"] else "",
        "office": office[tongue] if office else _("The office that handles it"),
    }
    return _("Corrected on %(day)s: %(why)s") % {"day": _day(told["corrected_on"]), "why": why}


def _day(text: str) -> str:
    return day(date.fromisoformat(text))


_WHY: Mapping[str, str | Promise] = {
    "answered_in_time": gettext_lazy(
        "a service recorded later shows that the answer was given on %(on)s, within the limit."
    ),
    "date_moved": gettext_lazy("the last day has since become %(on)s."),
    "date_open": gettext_lazy("the last day has since become open."),
    "not_owed": gettext_lazy("what was registered since shows that the matter has no such limit."),
    "office_states_answer": gettext_lazy(
        "%(office)s states that it answered on %(on)s by a way outside this system; this is not checked."
    ),
}
