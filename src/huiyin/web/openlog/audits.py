"""The quarterly audits as everybody may see them: a page, and the same as JSON. No names, no petition."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from huiyin.queries.oversight.audits import Recorded, of_quarters, recorded_audits
from huiyin.rules.audit.figures import Group
from huiyin.rules.audit.note import FORMAT
from huiyin.rules.audit.quarters import Quarter

BESIDE = 4  # quarters that stand beside each other
OPEN = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}

GROUPS: Mapping[str, str | Promise] = {
    Group.FILED.value: gettext_lazy("Petitions filed"),
    Group.PETITIONER.value: gettext_lazy("What petitioners did afterwards"),
    Group.HANDLED.value: gettext_lazy("Registering, transferring, handling, answering"),
    Group.OPENED.value: gettext_lazy("Officials reading what was written"),
    Group.OVERSEEN.value: gettext_lazy("Reminders, silences, supervision, advice"),
    Group.ERASED.value: gettext_lazy("Erased by law"),
    Group.SETTINGS.value: gettext_lazy("Offices, posts, rules, settings"),
    Group.LOG.value: gettext_lazy("The log itself and its audits"),
    Group.OTHER.value: pgettext_lazy("entries of a ledger", "Other"),
}


@require_safe
def audits(request: HttpRequest) -> HttpResponse:
    """Show every audit, and the last quarters beside each other."""
    recorded = recorded_audits()
    counted = list(reversed(of_quarters(recorded)[:BESIDE]))  # the earliest first, as one reads
    context = {
        "lines": [_line(one) for one in recorded],
        "columns": [_line(one) for one in counted],
        "rows": _rows(counted),
        "definitions": len({one.told["figures"]["definition"] for one in counted}) > 1,
        "demo_audits": any(one.told["demo"] for one in recorded),
    }
    return render(request, "openlog/audits.html", context)


@require_safe
def audits_file(_request: HttpRequest) -> HttpResponse:
    """Give the public part of every audit, with the digest of its report and the signed note over it."""
    told = [
        {**one.told, "id": str(one.id), "sha256": one.digest.hex(), "signed": one.note}
        for one in recorded_audits()
    ]
    plain = {"format": FORMAT, "audits": told}
    answer = JsonResponse(plain, json_dumps_params={"ensure_ascii": False, "indent": 2}, headers=OPEN)
    answer.headers["Cache-Control"] = "public, max-age=60"
    return answer


def quarter_in_words(quarter: Quarter) -> str:
    """Return a quarter in the reader's language."""
    return _("Quarter %(number)s of %(year)s") % {"number": quarter.number, "year": quarter.year}


def result_in_words(told: Mapping[str, Any]) -> str:
    """Return what came out of an audit, in a word or two."""
    number = told["differences"]
    if told["agrees"]:
        return pgettext("audit", "agrees")
    return ngettext("%(number)s difference", "%(number)s differences", number) % {"number": _written(number)}


def _line(one: Recorded) -> dict[str, Any]:
    told = one.told
    last = _read(told["end_at"])
    return {
        "one": one,
        "told": told,
        "quarter": quarter_in_words(one.quarter),
        "first_on": _read(told["first_at"]),
        "last_on": last if one.interim else last - timedelta(seconds=1),
        "agrees": told["agrees"],
        "result": result_in_words(told),
        "entries": _written(told["figures"]["entries"]),
        "compared": {name: _written(number) for name, number in told["verified"].items()},
        "begin": _head(told["begin"]),
        "end": _head(told["end"]),
        "digest": one.digest.hex(),
    }


def _head(told: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if told is None:
        return None
    witnesses = [
        {"name": one["name"], "at": _read(one["cosigned_at"]) if one["cosigned_at"] else None}
        for one in told["witnesses"]
    ]
    return {**told, "entries": _written(told["size"]), "signed_at": _read(told["at"]), "seen_by": witnesses}


def _rows(counted: Sequence[Recorded]) -> list[tuple[str | Promise, list[str]]]:
    """Return the figures of these quarters: a group of entries a row, a dash where it was not counted."""
    figures = [one.told["figures"] for one in counted]
    numbers: list[tuple[str | Promise, list[Any]]] = [
        (_("Entries in the log at the end"), [one.told["end"]["size"] for one in counted]),
        (_("Entries recorded"), [one["entries"] for one in figures]),
        *((name, [one["groups"].get(group) for one in figures]) for group, name in GROUPS.items()),
        (_("Definition of the figures"), [one["definition"] for one in figures]),
    ]
    return [(name, [_written(one) for one in row]) for name, row in numbers]


def _written(number: int | None) -> str:
    return "—" if number is None else f"{number:,}"


def _read(text: str) -> datetime:
    return datetime.fromisoformat(text)
