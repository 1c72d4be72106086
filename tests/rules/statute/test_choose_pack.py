"""Which pack applies to an event."""

from datetime import date

import pytest

from huiyin.kernel.errors import Invalid
from huiyin.rules.statute.choose import PackRef, choose_pack, choose_packs

OLD = PackRef(id="cn-xinfang-2005", version="1")
NEW = PackRef(id="cn-xinfang-2022", version="1")
DEMO = PackRef(id="demo-seed-30-90", version="1")


@pytest.mark.parametrize(
    ("on", "ref"),
    [
        (date(2005, 5, 1), OLD),
        (date(2022, 4, 30), OLD),
        (date(2022, 5, 1), NEW),
        (date(2026, 11, 21), NEW),
    ],
)
def test_the_pack_in_force_on_the_day_applies(on: date, ref: PackRef) -> None:
    assert choose_pack(on=on) == ref
    assert choose_pack(on=on, division=510104) == ref


def test_the_demonstration_is_chosen_only_when_asked_for() -> None:
    assert choose_pack(on=date(2026, 3, 3), demo=True) == DEMO


def test_before_the_first_pack_there_is_no_answer() -> None:
    with pytest.raises(Invalid, match=r"statute\.before_first_pack") as caught:
        choose_pack(on=date(2005, 4, 30))
    assert caught.value.facts["first"] == "2005-05-01"


def test_a_family_that_does_not_exist_has_no_pack() -> None:
    with pytest.raises(Invalid, match=r"statute\.no_pack"):
        choose_pack(on=date(2026, 3, 3), family="hotlines")


def test_a_matter_that_crosses_into_2022_has_both_packs() -> None:
    assert choose_packs(first=date(2022, 4, 20), last=date(2022, 5, 5)) == (OLD, NEW)
    assert choose_packs(first=date(2022, 5, 1), last=date(2026, 5, 5)) == (NEW,)
    assert choose_packs(first=date(2021, 4, 20), last=date(2022, 4, 30)) == (OLD,)
