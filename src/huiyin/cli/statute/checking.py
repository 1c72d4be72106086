"""Checks a pack or calendar file before anybody proposes it."""

import json
from pathlib import Path

import click

from huiyin.cli.screen import Screen
from huiyin.kernel.errors import Invalid
from huiyin.rules.statute.proposed import CALENDAR, PACK, kind_of, parsed_calendar, parsed_pack


def check(file: Path, say: Screen, *, as_json: bool) -> int:
    """Say what the file is, or what is wrong with it and where; 1 when anything is."""
    try:
        found = _found(file.read_bytes(), file.name)
    except Invalid as fault:
        facts = {"field": fault.field, **fault.facts}
        sentence = say.words(fault.code, **facts)
        if as_json:
            plain = {"well": False, "code": fault.code, **facts, "says": sentence}
            click.echo(json.dumps(plain, ensure_ascii=False, default=str))
        else:
            click.echo(f"✗ {sentence}")
        return 1
    if as_json:
        click.echo(json.dumps({"well": True, **found}, ensure_ascii=False))
    else:
        say.result(f"statute.sound_{found['kind']}", **found)
    return 0


def _found(content: bytes, name: str) -> dict[str, object]:
    if kind_of(content, name) == CALENDAR:
        year = parsed_calendar(content, name).year
        return {"kind": CALENDAR, "id": year.year, "off": len(year.off), "worked": len(year.worked)}
    pack = parsed_pack(content, name)
    return {"kind": PACK, "id": pack.id, "rules": len(pack.rules), "digest": pack.digest}
