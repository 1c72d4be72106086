"""The answer to a filing, made from what the ledger holds of it: the same whenever it is asked for again."""

import base64
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any

import orjson
from django.utils.translation import get_language

from huiyin.kernel.command import Entry
from huiyin.kernel.ids import OfficeId
from huiyin.prepare.house import vault
from huiyin.queries.people.named import NamedOffice, named_offices
from huiyin.rules.receipt import format as receipt_format
from huiyin.rules.statute.law import in_force
from huiyin.rules.statute.packs import Shelf

NAMES_KEPT = 60  # seconds: a renamed office is shown so within a minute

Row = dict[str, Any]


def filed(code: str, receipt: bytes, entry: Entry, *, now: datetime) -> Row:
    """Return what a program is told of its filing: number, code, receipt, office, clocks."""
    body = orjson.loads(entry.body)
    rows = list(_inserted(body))
    petition = next(row for table, row in rows if table == "petition")
    lead = OfficeId(petition["lead"] or petition["bureau"])
    held = in_force(now).shelf
    return {
        "number": petition["number"],
        "query_code": code,
        "filed_at": body["at"],
        "state": petition["state"],
        "demo": petition["demo"],
        "office": vars(named(lead, now)),
        "bureau": vars(named(OfficeId(petition["bureau"]), now)),
        "clocks": [_clock(row, held) for table, row in rows if table == "clock"],
        "receipt": {
            "file": base64.b64encode(receipt).decode(),
            "format": receipt_format.FORMAT,
            "at": body["at"],
            "origin": vault().signer.origin,
            "public_key": base64.b64encode(vault().signer.public_key).decode(),
            "commitment": base64.b64encode(entry.commitment).decode(),
        },
    }


def _inserted(body: Row) -> Iterator[tuple[str, Row]]:
    return ((table, values) for table, op, values in body["changes"] if op == "+")


def _clock(row: Row, held: Shelf) -> Row:
    rule = held.pack(row["pack"]).rules[row["rule"]]
    title = rule.title.en if (get_language() or "").startswith("en") else rule.title.zh
    told = {name: row[name] for name in ("rule", "kind", "duty_of", "office", "started_on", "warn_on")}
    return {**told, "binding_on": row["binding_on"], "title": title, "article": rule.article.text}


def named(office: OfficeId, now: datetime) -> NamedOffice:
    """Return an office with its name, as it was called a minute ago at the most."""
    return _named(office, int(now.timestamp()) // NAMES_KEPT)


@lru_cache(maxsize=4096)
def _named(office: OfficeId, minute: int) -> NamedOffice:  # noqa: ARG001  a new minute asks anew
    found = named_offices([office])
    return found.get(office) or NamedOffice(id=office, name="", name_en="")
