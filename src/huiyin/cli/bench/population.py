"""A population to measure with: matters made from templates, the same for the same number at every run."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from random import Random
from typing import Any

from huiyin.prepare.importing import Message
from huiyin.rules.routing.divisions import PROVINCE, children

SOURCE = "测试数据"
BATCH = 200  # petitions of one county, brought together
STRIDE = 71  # so that neighbouring batches lie in different prefectures


class Fate(StrEnum):
    """How far a made matter has come."""

    OPEN = "open"
    ACCEPTED = "accepted"
    ANSWERED = "answered"


@dataclass(frozen=True, kw_only=True)
class Made:
    """One made matter."""

    message: Message
    county: int
    fate: Fate


def batch(number: int, *, size: int, at: datetime, all_open: bool = False) -> list[Made]:
    """Return a batch: its first `size` matters, in one county, dated before `at`'s day.

    With `all_open` none of them is answered yet.
    """
    counties = _counties()
    county = counties[number * STRIDE % len(counties)]
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    indices = range(number * BATCH, number * BATCH + size)
    return [_made(index, number, county, midnight, fate=_fate(index, all_open=all_open)) for index in indices]


def _fate(index: int, *, all_open: bool) -> Fate:
    share = index % 100
    if share < 55:  # noqa: PLR2004
        return Fate.OPEN if all_open else Fate.ANSWERED
    return Fate.ACCEPTED if share < 70 else Fate.OPEN  # noqa: PLR2004


def _made(index: int, number: int, county: int, midnight: datetime, *, fate: Fate) -> Made:
    chance = Random(f"huiyin population {index}")  # noqa: S311  repeatable on purpose, nothing secret
    days = chance.uniform(*_DAYS_AGO[fate])
    sent = midnight - timedelta(days=days)
    # Those accepted in one batch are about one thing, so that one office has them all.
    template = (
        _matters()[number % (len(_matters()) - 1)] if fate is Fate.ACCEPTED else chance.choice(_matters())
    )
    replied = (
        sent + timedelta(days=min(chance.lognormvariate(2.4, 0.8), days)) if fate is Fate.ANSWERED else None
    )
    return Made(
        message=Message(
            id=str(index),
            title=_filled(template["title"], chance),
            text=_filled(template["text"], chance),
            at=sent,
            reply=_texts()["reply"]["text"].replace("{office}", "承办单位") if replied else "",
            reply_at=replied,
        ),
        county=county,
        fate=fate,
    )


_DAYS_AGO: Mapping[Fate, tuple[float, float]] = {
    Fate.OPEN: (0.1, 45.0),
    Fate.ACCEPTED: (0.1, 60.0),
    Fate.ANSWERED: (3.0, 1400.0),
}


def _filled(template: str, chance: Random) -> str:
    words = _texts()
    place = chance.choice(words["place"])
    parts = {name: chance.choice(words[name]) for name in ("who", "since", "tried")}
    return template.format(**parts, place=place).replace("{place}", place)


@lru_cache(maxsize=1)
def _texts() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("texts.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def _matters() -> tuple[dict[str, str], ...]:
    return tuple(_texts()["matter"])


@lru_cache(maxsize=1)
def _counties() -> tuple[int, ...]:
    return tuple(
        int(county.code) for prefecture in children(PROVINCE) for county in children(prefecture.code)
    )
