"""Differences in words and as JSON."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import click

from huiyin.cli.screen import Screen
from huiyin.queries.ledger.chains import Difference


def sentence(one: Difference, say: Screen) -> str:
    """Return a difference in words."""
    return say.words(
        one.code, table=one.table, row=one.row, subject=one.subject, fields=", ".join(one.fields)
    )


def told(one: Difference, say: Screen) -> dict[str, Any]:
    """Return a difference as plain data, with its sentence as ``says``."""
    values = [dict(vars(value)) for value in one.values]
    return {**vars(one), "fields": list(one.fields), "values": values, "says": sentence(one, say)}


def show(one: Mapping[str, Any], say: Screen) -> None:
    """Print what `told` returned: the sentence, and each value as it should be and as it is."""
    click.echo(f"✗ {one['says']}")
    for value in one["values"]:
        facts = {name: "–" if text is None else text for name, text in value.items()}
        click.echo(f"    {say.words('deep.value', **facts)}")
    if one["entry"] and one["table"] != "entry":
        click.echo(f"    {say.words('deep.entry', entry=one['entry'])}")


def print_json(result: Mapping[str, Any], differences: Iterable[Mapping[str, Any]]) -> None:
    """Print one object: `result`, and at its end the differences, line by line, however many they are."""
    head = json.dumps(result, ensure_ascii=False, indent=2).removesuffix("\n}")
    click.echo(f'{head},\n  "differences": [', nl=False)
    between = "\n"
    for one in differences:
        click.echo(f"{between}    {json.dumps(one, ensure_ascii=False)}", nl=False)
        between = ",\n"
    click.echo("\n  ]\n}")
