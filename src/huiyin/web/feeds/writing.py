"""Writes a calendar (iCalendar, RFC 5545): all-day events on the binding days, two alarms each, no names.

The day of an event is the last day in law, as a date without a time; what warns stands in its text. A day
that is provisional is marked as tentative. A period keeps its id while its day moves; the sequence grows.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event
from icalendar import prop as props

from huiyin.kernel import clock
from huiyin.kernel.errors import Unknown
from huiyin.queries.outreach.feeds import Dated, Feed
from huiyin.rules.statute.law import in_force
from huiyin.rules.statute.packs.shape import Kind, Rule
from huiyin.web.shared.templatetags.dates import day

PRODUCT = "-//Huiyin//Calendar 1//ZH"
REFRESH = timedelta(hours=6)
ONE_DAY = timedelta(days=1)
# From the beginning of the day: at nine in the morning five days before, and at nine on the day itself.
ALARMS = (timedelta(days=-5, hours=9), timedelta(hours=9))


def written(feed: Feed, dates: Iterable[Dated]) -> bytes:
    """Return the calendar in the language of its maker; the same dates give the same bytes."""
    with translation.override(feed.language):
        calendar = Calendar()
        calendar.add("prodid", PRODUCT)
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add(
            "x-wr-calname", _("Periods of my matter") if feed.petition else _("Periods of my office")
        )
        calendar.add("refresh-interval", props.vDuration(REFRESH), parameters={"VALUE": "DURATION"})
        for one in dates:
            calendar.add_component(_event(one, own=feed.petition is not None))
        return calendar.to_ical()


def _event(one: Dated, *, own: bool) -> Event:
    on, event = one.binding_on or one.warn_on, Event()
    summary = _summary(one, own=own)
    event.add("uid", f"{one.id}@huiyin")
    event.add("dtstamp", one.changed_at)
    event.add("last-modified", one.changed_at)
    event.add("sequence", one.times)
    event.add("dtstart", on)
    event.add("dtend", on + ONE_DAY)
    event.add("summary", summary)
    event.add("description", _description(one))
    event.add("status", "CONFIRMED" if one.binding_on else "TENTATIVE")
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    for trigger in ALARMS:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", summary)
        alarm.add("trigger", trigger)
        event.add_component(alarm)
    return event


def _summary(one: Dated, *, own: bool) -> str:
    rule = _rule(one)
    what = _title(rule) if rule else one.rule
    words = {"number": one.number, "what": what}
    if own and one.kind is Kind.WINDOW:
        told = _("%(number)s last day, you may: %(what)s") % words
    elif own:
        told = _("%(number)s last day, the office must: %(what)s") % words
    else:
        told = _("%(number)s last day: %(what)s") % words
    if one.binding_on is None:
        told = _("(provisional) %(summary)s") % {"summary": told}
    return _("(demonstration) %(summary)s") % {"summary": told} if one.demo else told


def _description(one: Dated) -> str:
    rule = _rule(one)
    told = [_cited(rule)] if rule else []
    if one.binding_on is None:
        told.append(
            _("The days off of that year are not announced yet: this day is provisional and may move.")
        )
    elif one.warn_on != one.binding_on:
        words = {"warn": day(one.warn_on), "binding": day(one.binding_on)}
        sentence = _("Counted out it is %(warn)s, a rest day; in law %(binding)s. Better act before.")
        told.append(sentence % words)
    return "\n".join(told)


def _rule(one: Dated) -> Rule | None:
    try:
        return in_force(clock.now()).shelf.pack(one.pack).rules.get(one.rule)
    except Unknown:
        return None


def _title(rule: Rule) -> str:
    return rule.title.en if _english() else rule.title.zh


def _cited(rule: Rule) -> str:
    article = rule.article
    return f"{article.instrument.en}, {article.article.en}" if _english() else article.text


def _english() -> bool:
    return (translation.get_language() or "").startswith("en")
