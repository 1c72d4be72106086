"""How long a document counts as on its way is data, with its reason and how certain it is."""

from typing import Any

import pytest

from huiyin.kernel.errors import Invalid
from huiyin.rules.nonresponse.transit import (
    LONGEST,
    Transit,
    about_transit,
    read_transit,
    shipped_transit,
)


def test_fifteen_days_are_shipped() -> None:
    assert shipped_transit() == Transit(on_its_way_days=15)


def test_the_figure_says_that_it_is_no_law_how_certain_it_is_and_why_there_is_one() -> None:
    about = about_transit()
    assert set(about) == {"source", "certainty", "reason"}
    assert "不是法律规定" in about["source"].zh
    assert about["source"].en == "setting, not law"
    assert all(words.zh and words.en for words in about.values())


@pytest.mark.parametrize("days", [0, 1, LONGEST])
def test_whole_days_up_to_a_year_are_taken(days: int) -> None:
    transit = read_transit({"on_its_way_days": days, "reason": "ours"})
    assert transit.on_its_way_days == days
    assert read_transit(transit.plain) == transit


@pytest.mark.parametrize("days", [-1, LONGEST + 1, 1.5, "15", True, None])
def test_other_days_are_refused(days: Any) -> None:
    with pytest.raises(Invalid, match=r"^transit\.days$") as caught:
        read_transit({"on_its_way_days": days})
    assert (caught.value.field, caught.value.facts["longest"]) == ("on_its_way_days", 366)


def test_a_misspelt_key_is_refused() -> None:
    with pytest.raises(Invalid, match=r"^transit\.unknown_key$") as caught:
        read_transit({"on_its_way_days": 15, "on_its_way": 15, "why": ""})
    assert caught.value.field == "on_its_way"
