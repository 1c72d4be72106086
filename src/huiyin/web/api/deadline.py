"""`GET /api/v1/deadline`: when a statutory period ends, and why; as `huiyin statute due --json` tells it."""

import orjson
from django.http import HttpRequest, HttpResponse

from huiyin.kernel import clock
from huiyin.kernel.errors import Invalid
from huiyin.rules.statute.asking import answer, told
from huiyin.rules.statute.law import in_force
from huiyin.rules.statute.question import NAMES, read_question
from huiyin.web.api.receiving import JSON

SHOWN = 40  # letters of a parameter's name that an error repeats

_DESCRIBED = {
    "rule": "The period, such as cn22.handle; `huiyin statute rules` lists them.",
    "pack": "The set of rules; by default the one that holds the rule.",
    "from": "Day of the event, 2026-03-03; a moment, 2026-03-03T23:30, for periods in hours.",
    "calendar": "cn, cn-5132, cn-5133, cn-5134, gb, or a six-digit division; by default that of the rules.",
    "extend": "Extended by so many, approved by whom the article names.",
    "extended_on": "Day of that approval; by default the day of the event.",
    "paused_from": "First day left out, where the article leaves any out.",
    "paused_to": "Last day left out; they go on without it.",
    "due_days": "Length that a letter or another law sets.",
    "due_on": "Last day that a letter or another law sets.",
    "due_article": "The other law's provision, where it prevails.",
    "exempt": "Reason of an exception that the rule knows, such as name_or_address_unclear.",
    "setting": "A local setting: working_days, or a number of hours.",
}
PARAMETERS = [
    {
        "name": name,
        "in": "query",
        "required": name in {"rule", "from"},
        "schema": {"type": "string", "maxLength": 100},
        "description": _DESCRIBED[name],
    }
    for name in NAMES
]


def deadline(request: HttpRequest) -> HttpResponse:
    """Reckon one period; every fault is named with the parameter that holds it."""
    for name in request.GET:
        if name not in NAMES:
            shown = name[:SHOWN].encode("ascii", "replace").decode()
            raise Invalid("api.unknown_member", field=shown)
    typed = {name: str(text).strip() for name, text in request.GET.items()}
    put = read_question(typed, law=in_force(clock.now()))
    plain = told(answer(put.asked, put.start), typed["from"])
    return HttpResponse(orjson.dumps(plain), content_type=JSON)
