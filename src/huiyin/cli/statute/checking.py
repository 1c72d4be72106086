"""Checks a pack or calendar file before anybody proposes it."""

import json
from pathlib import Path

import click

from huiyin.cli.screen import Screen
from huiyin.kernel.errors import Invalid
from huiyin.rules.statute.calendars.reading import parse_year
from huiyin.rules.statute.packs.schema import parse_pack


def check(file: Path, say: Screen, *, as_json: bool) -> int:
    """Say what the file is, or what is wrong with it and where; 1 when anything is."""
    text = file.read_text("utf-8")
    try:
        found = _year(text, file.name) if _is_calendar(text) else _pack(text, file.name)
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


def _is_calendar(text: str) -> bool:
    return any(line.startswith("year") and "=" in line for line in text.splitlines())


def _pack(text: str, name: str) -> dict[str, object]:
    pack = parse_pack(text, name)
    return {"kind": "pack", "id": pack.id, "rules": len(pack.rules), "digest": pack.digest}


def _year(text: str, name: str) -> dict[str, object]:
    year = parse_year(text, name)
    return {"kind": "calendar", "id": year.year, "off": len(year.off), "worked": len(year.worked)}
