"""Words of the public figures: name, unit, definition and denominator of each."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.rules.disclosure.measures import NO_TOPIC, PROVINCE, PROVINCE_ONLY, Measure
from huiyin.rules.routing.topics import topic
from huiyin.web.portal import places
from huiyin.web.portal.due import spoken

Words = str | Promise


@dataclass(frozen=True)
class Told:
    """A figure in words; `of` names its denominator."""

    name: Words
    unit: Words
    definition: Words
    of: Words


PERCENT = "%"
DAYS = _("days")

FIGURES: Mapping[Measure, Told] = {
    Measure.RECEIVED: Told(
        _("Received"),
        _("matters"),
        _("Matters that reached a petition bureau in the period, by every channel."),
        _("a count, no denominator"),
    ),
    Measure.CONCLUDED: Told(
        _("Concluded"),
        _("matters"),
        _("Matters answered, declined or shown another lawful way for the first time in the period."),
        _("a count, no denominator"),
    ),
    Measure.NOTICE_IN_TIME: Told(
        _("Told in time"),
        PERCENT,
        _("Written notices of receipt that were served by the last day (15 days, art. 23)."),
        _("all notices whose last day lies in the period"),
    ),
    Measure.ANSWER_IN_TIME: Told(
        _("Answered in time"),
        PERCENT,
        _("Answers that were served by the binding last day, lawful extensions counted in."),
        _("all answers whose last day lies in the period"),
    ),
    Measure.DAYS_MEDIAN: Told(
        _("Days to the answer"),
        DAYS,
        _("Days from receipt to answer: half of the matters were answered faster."),
        _("matters first answered in the period"),
    ),
    Measure.DAYS_P90: Told(
        _("Days to the answer, nine in ten"),
        DAYS,
        _("Days from receipt to answer: nine in ten matters were answered faster."),
        _("matters first answered in the period"),
    ),
    Measure.BUREAU_SATISFIED: Told(
        _("Satisfied with the bureau"),
        PERCENT,
        _("Ratings of the petition bureau from “fairly satisfied” upwards."),
        _("petitioners of matters concluded in the period who rated the bureau"),
    ),
    Measure.BUREAU_RESPONSE: Told(
        _("Rated the bureau"),
        PERCENT,
        _("How many of those who could rate the bureau did; the others said nothing."),
        _("matters concluded in the period"),
    ),
    Measure.OFFICE_SATISFIED: Told(
        _("Satisfied with the office"),
        PERCENT,
        _("Ratings of the office that handled the matter from “fairly satisfied” upwards."),
        _("petitioners of matters concluded in the period who rated the office"),
    ),
    Measure.OFFICE_RESPONSE: Told(
        _("Rated the office"),
        PERCENT,
        _("How many of those who could rate the office did; the others said nothing."),
        _("matters concluded in the period"),
    ),
}


def place_name(code: int) -> str:
    """Return the name of a row: a prefecture, the province, or what counts for the province only."""
    if code == PROVINCE_ONLY:
        return str(_("Counted for the province only"))
    return places.full_name(code) if code != PROVINCE else str(_("Sichuan"))


def topic_name(name: str) -> str:
    """Return the name of a first-level topic."""
    if name == NO_TOPIC:
        return str(_("No topic yet"))
    found = topic(name)
    return found.en if spoken() == "en" else found.zh
