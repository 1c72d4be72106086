"""The letters before a document's number: place, field and kind."""

import pytest

import builders
from huiyin.kernel.errors import Unknown
from huiyin.kernel.ids import OfficeId
from huiyin.prepare.paper_codes import code_of
from huiyin.prepare.papers import full_number
from huiyin.rules.routing.offices import serving


@pytest.mark.parametrize(
    ("office", "kind", "letters"),
    [
        (builders.BUREAU_OF_SICHUAN, "acceptance", "川信告"),
        (builders.ECOLOGY_OF_SICHUAN, "opinion", "川环信意"),
        (builders.ECOLOGY, "acceptance", "成都环信告"),
        (builders.WATER, "extension", "成都锦江水信延"),
        (serving("water", 510121), "reply", "金堂水信答"),
    ],
)
def test_the_letters_name_place_field_and_kind(office: OfficeId, kind: str, letters: str) -> None:
    assert code_of(office, kind) == letters
    assert full_number(office, kind, "〔2026〕3号") == f"{letters}〔2026〕3号"


def test_an_office_that_is_not_in_the_table_has_no_letters() -> None:
    with pytest.raises(Unknown):
        code_of(OfficeId(1), "acceptance")
