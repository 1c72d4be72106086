"""Lists what there is: packs, rules, calendars."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import click

from huiyin.rules.statute.calendars import Place, calendar_ids, places
from huiyin.rules.statute.law import Law
from huiyin.rules.statute.packs.shape import Pack, Rule

Row = dict[str, Any]
ADOPTED = "adopted"


def packs(law: Law) -> list[Row]:
    """Return a row for each pack."""
    return [_pack(pack, adopted=pack.id in law.adopted) for pack in _sorted(law)]


def _sorted(law: Law) -> list[Pack]:
    return [law.shelf.packs[pack_id] for pack_id in sorted(law.shelf.packs)]


def _pack(pack: Pack, *, adopted: bool) -> Row:
    return {
        "pack": pack.id,
        "version": pack.version,
        "status": pack.status.value,
        "by_default": pack.by_default,
        "adopted": adopted,
        "applies": ADOPTED if adopted else "on" if pack.by_default else "off",
        "verified": pack.verified,
        "family": pack.family,
        "jurisdiction": pack.jurisdiction,
        "from": pack.starts_on.isoformat(),
        "until": pack.ends_on and pack.ends_on.isoformat(),
        "rules": len(pack.rules),
        "title": pack.title.zh,
        "title_en": pack.title.en,
        "digest": pack.digest,
    }


def rules(pack: Pack | None, law: Law) -> list[Row]:
    """Return a row for each rule, of one pack or of all."""
    held: Sequence[Pack] = _sorted(law) if pack is None else [pack]
    return [_rule(one, rule) for one in held for rule in one.rules.values()]


def _rule(pack: Pack, rule: Rule) -> Row:
    return {
        "rule": rule.id,
        "pack": pack.id,
        "kind": rule.kind.value,
        "article": rule.article.text,
        "duty_of": rule.duty_of.value,
        "started_by": [name.value for name in rule.started_by],
        "lengths": [{"from": one.starts_on.isoformat(), "number": one.number} for one in rule.lengths],
        "unit": rule.unit.value,
        "rolls": rule.rolls,
        "title": rule.title.zh,
        "title_en": rule.title.en,
    }


def calendars(law: Law) -> list[Row]:
    """Return a row for each jurisdiction made known, or with days adopted here, with the years on file."""
    known = {place.id: place for place in places()}
    others = [
        Place(id=name, zh=name, en=name, basis="", days="") for name in sorted(law.years.keys() - known)
    ]
    return [_calendar(place, law) for place in (*known.values(), *others)]


def _calendar(place: Place, law: Law) -> Row:
    adopted = sorted(law.years.get(place.id, {}))
    return {
        "calendar": place.id,
        "title": place.zh,
        "title_en": place.en,
        "own_days": bool(adopted) or place.id in calendar_ids(),
        "years": sorted(law.calendar_of(place.id).years),
        "adopted": adopted,
        "basis": place.basis,
        "days": f"{ADOPTED}: {', '.join(map(str, adopted))}" if adopted else place.days,
    }


SHOWN = {
    "pack": ("pack", "status", "jurisdiction", "from", "until", "applies", "title"),
    "rule": ("rule", "unit", "lengths", "article", "title"),
    "calendar": ("calendar", "title", "years", "days"),
}


def show(rows: Iterable[Row], *, as_json: bool) -> None:
    """Print rows as JSON, or the columns that matter most parted by tabs."""
    held = list(rows)
    if as_json:
        click.echo(json.dumps(held, ensure_ascii=False, indent=2))
        return
    columns = SHOWN[next(iter(held[0]))] if next(iter(held[0])) in SHOWN else tuple(held[0])
    for row in held:
        click.echo("\t".join(_cell(name, row[name]) for name in columns))


def _cell(name: str, value: Any) -> str:
    if name == "years":
        return f"{value[0]}–{value[-1]}"
    if name == "lengths":
        return ", ".join(str(one["number"]) for one in value)
    return "–" if value is None else str(value)
