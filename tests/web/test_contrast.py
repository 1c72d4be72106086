"""Colours: every pair that carries text meets WCAG AA, body text AAA, in light and dark."""

import re
from pathlib import Path

import pytest

import huiyin

SHEET = (Path(huiyin.__file__).parent / "web/shared/static/huiyin/huiyin.css").read_text()
BODY, TEXT, EDGE = 7.0, 4.5, 3.0
PAIRS = [
    ("ink", "paper", BODY), ("ink", "card", BODY), ("ink", "wash", BODY), ("ink", "amber-wash", BODY),
    ("soft", "paper", TEXT), ("soft", "card", TEXT), ("soft", "wash", TEXT),
    ("accent", "paper", TEXT), ("accent", "card", TEXT), ("accent-deep", "wash", TEXT),
    ("on-accent", "accent", TEXT), ("on-accent", "accent-deep", TEXT),
    ("cinnabar", "paper", TEXT), ("cinnabar", "card", TEXT), ("cinnabar", "cinnabar-wash", TEXT),
    ("amber", "card", TEXT), ("amber", "paper", TEXT), ("pine", "card", TEXT), ("pine", "paper", TEXT),
    ("edge", "paper", EDGE), ("edge", "card", EDGE),
]  # fmt: skip


def tokens() -> dict[str, dict[str, str]]:
    light, dark = re.findall(r":root \{(.*?)\n\s*\}", SHEET, re.DOTALL)[:2]
    found = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block)) for block in (light, dark)]
    return {"light": found[0], "dark": {**found[0], **found[1]}}


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_text_stands_out_from_its_ground(scheme: str, text: str, ground: str, least: float) -> None:
    colours = tokens()[scheme]
    high, low = sorted((luminance(colours[text]), luminance(colours[ground])), reverse=True)
    assert (high + 0.05) / (low + 0.05) >= least
