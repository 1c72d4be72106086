"""The catalogue of 四川话 as shipped: only what differs, placeholders kept, law left alone, no stage."""

import gettext
import re
from pathlib import Path
from typing import Any

from test_words import CATALOGUE, pairs_of_source

SPARSE = CATALOGUE.parents[1] / "zh_Hans-x-sichuan" / "LC_MESSAGES"
SLANG = (
    "撒子",
    "爪子",
    "啷个",
    "巴适",
    "瓜娃",
    "老子",
    "锤子",
    "哈儿",
    "安逸",
    "雄起",
    "嘛哈",
    "勒个",
    "恁个",
)


def compiled(folder: Path) -> dict[str, str]:
    with (folder / "django.mo").open("rb") as file:
        found: dict[Any, str] = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return {key: said for key, said in found.items() if isinstance(key, str) and key}


def test_it_holds_only_what_differs_and_nothing_empty() -> None:
    mandarin, said = compiled(CATALOGUE), compiled(SPARSE)
    assert len(said) > 80
    assert [one for one in said if said[one] in ("", mandarin[one])] == []
    assert "fuzzy" not in (SPARSE / "django.po").read_text("utf-8")


def test_placeholders_are_those_of_the_text() -> None:
    for sentence, said in compiled(SPARSE).items():
        assert set(re.findall(r"%\(\w+\)s", said)) == set(re.findall(r"%\(\w+\)s", sentence)), sentence


def test_the_notice_of_data_and_the_two_consents_are_left_in_the_words_of_the_law() -> None:
    source = (SPARSE / "django.po").read_text("utf-8")
    assert "templates/portal/notice.html" not in source
    assert "questions/notice.py" not in source


def test_it_is_spoken_as_at_a_counter_and_not_as_on_a_stage() -> None:
    told = list(compiled(SPARSE).values())
    assert [one for one in told if any(word in one for word in SLANG)] == []
    assert [one for one in told if re.search(r"[!！~～😀-🙏]", one)] == []
    assert [one for one in told if one.count("啥子") > 1 or "你" in one] == []


def test_every_text_is_listed_for_review_beside_its_mandarin() -> None:
    page = Path(__file__).parents[2].joinpath("docs", "sichuanese.md").read_text("utf-8")
    pairs = pairs_of_source()
    for sentence, said in compiled(SPARSE).items():
        assert f"| {sentence} | {pairs[sentence]} | {said} |" in page
