"""The calculator: choose a period, give its day, see the last day and how it came about.

Everything stands in the address, so that an answer can be kept, sent and printed; nothing in it is personal.
One request reckons one period, by the law in force.
"""

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.kernel import clock
from huiyin.kernel.errors import Invalid
from huiyin.rules.statute.asking import answer
from huiyin.rules.statute.calendars.calendar import Skipped, Why
from huiyin.rules.statute.explanation import Explanation
from huiyin.rules.statute.law import Law, in_force
from huiyin.rules.statute.packs.shape import Pack, Rule
from huiyin.rules.statute.question import NAMES, counts_time, read_question, rule_of
from huiyin.rules.statute.wording import explain_text, word_table
from huiyin.web.portal.calculator import lists
from huiyin.web.portal.calculator.form import PeriodForm
from huiyin.web.portal.calculator.months import picture
from huiyin.web.portal.due import spoken
from huiyin.web.shared.words import say

TEMPLATE = "portal/calculator.html"
OTHER = {"en": "zh-hans", "zh-hans": "en"}


@dataclass(frozen=True)
class Line:
    """A day not counted, or counted although it is a weekend day, and why."""

    on: date
    weekday: str
    why: str


@require_safe
def calculator(request: HttpRequest) -> HttpResponse:
    """Show the periods, the form of one, or its answer."""
    typed = {name: request.GET[name].strip() for name in NAMES if request.GET.get(name, "").strip()}
    law, today = in_force(clock.now()), clock.local_date(clock.now())
    if "rule" not in typed:
        return _listed(request, law, today)
    try:
        pack, rule = rule_of(typed, law=law)
    except Invalid as fault:
        return _listed(request, law, today, fault)
    if not counts_time(rule):
        return _listed(request, law, today, Invalid("statute.counts_no_time"))
    asked = "from" in request.GET
    form = PeriodForm(pack, rule, typed, checked=asked)
    standing = lists.standing(pack, law, today)
    context: dict[str, Any] = {**_about(pack, rule, typed), "form": form, "standing": standing}
    if not asked:
        return render(request, TEMPLATE, context)
    return _answered(request, law, typed, context, form)


def _listed(request: HttpRequest, law: Law, today: date, fault: Invalid | None = None) -> HttpResponse:
    context = {"groups": lists.groups(law, today), "wrong": say(fault) if fault else ""}
    status = HTTPStatus.NOT_FOUND if fault else HTTPStatus.OK
    return render(request, "portal/calculator_list.html", context, status=status)


def _answered(
    request: HttpRequest, law: Law, typed: dict[str, str], context: dict[str, Any], form: PeriodForm
) -> HttpResponse:
    try:
        put = read_question(typed, law=law)
        explanation = answer(put.asked, put.start)
    except Invalid as fault:
        form.blame(fault)
        return render(request, TEMPLATE, context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return render(request, TEMPLATE, {**context, **_told(explanation, typed)})


def _about(pack: Pack, rule: Rule, typed: dict[str, str]) -> dict[str, Any]:
    return {
        "rule": rule,
        "pack": pack,
        "asked_pack": typed.get("pack", ""),
        "question": lists.question(rule),
        "article": lists.cited(rule),
        "pack_title": lists.pick(pack.title),
        "note": lists.pick(pack.note) if pack.note else "",
    }


def _told(explanation: Explanation, typed: dict[str, str]) -> dict[str, Any]:
    query, other = urlencode(typed), OTHER[spoken()]
    weekdays = word_table(spoken())["weekdays"]
    binding = explanation.binding_on
    return {
        "answer": explanation,
        "weekday": weekdays[binding.weekday()] if binding else "",
        "says": explain_text(explanation, spoken()),
        "says_otherwise": explain_text(explanation, other),
        "other": other,
        "length": f"{explanation.number}{_gap()}{word_table(spoken())['unit'][explanation.unit]}",
        "skipped": [Line(day.on, weekdays[day.on.weekday()], _why(day)) for day in explanation.skipped],
        "worked": [
            Line(day.on, weekdays[day.on.weekday()], _instead(day.zh, day.en)) for day in explanation.worked
        ],
        "picture": picture(explanation),
        "weekdays": weekdays,
        "address": f"{settings.HUIYIN_ENV.public_url}{reverse('calculator')}?{query}",
        "json_address": f"/api/v1/deadline?{query}",
    }


def _gap() -> str:
    return " " if spoken() == "en" else ""


def _why(day: Skipped) -> str:
    if day.why is Why.PAUSED:
        return _("time left out")
    return (day.en if spoken() == "en" else day.zh) or _("weekend")


def _instead(zh: str, en: str) -> str:
    return _("worked in exchange for %(holiday)s") % {"holiday": en if spoken() == "en" else zh}
