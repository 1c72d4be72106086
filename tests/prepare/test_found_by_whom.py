"""Who finds what: only what the reader may list, nobody by name, and the accused nothing at all."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

import builders
from builders import CHENGDU, DISPATCHER, ECOLOGY, HOUSING, HOUSING_ELSEWHERE, JINJIANG, MIANYANG
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Reader
from huiyin.kernel.errors import Invalid
from huiyin.kernel.ids import named_id
from huiyin.prepare import statements
from huiyin.prepare.searching import asking, checking, keeping
from huiyin.prepare.searching.tokens import tokens
from huiyin.queries.handling.search import Narrowed, hits
from huiyin.queries.reading import reading
from huiyin.records import sql
from huiyin.records.catalogue import Sight
from huiyin.records.search_functions import search_functions
from huiyin.records.walls import SIGHTS
from huiyin.rules.search import asked
from support.moment import AT
from support.searching import OF_ECOLOGY, found, indexed, page
from support.state import rows

pytestmark = pytest.mark.usefixtures("installed")


def test_an_office_finds_what_it_may_list_and_nothing_else() -> None:
    mine = builders.file_petition()
    indexed()
    assert found("污水", OF_ECOLOGY) == [mine.petition]
    assert found("污水", Reader(oversight=(CHENGDU, CHENGDU + 99))) == [mine.petition]
    assert found("污水", Reader(oversight=(JINJIANG, JINJIANG))) == [mine.petition]
    assert found("污水", Reader(oversight=(510000, 519999))) == [mine.petition]
    assert found("污水", Reader(oversight=(MIANYANG, MIANYANG + 99))) == []
    assert found("污水", Reader(offices=(HOUSING,))) == []
    assert found("污水", Reader()) == []


def test_nobody_is_found_by_name_or_number() -> None:
    text = "王小明的电话是13800000000，身份证510104198001011234，邮箱wang@example.com，李大山知道。"
    mine = builders.file_petition(
        text=text,
        respondents=[{"kind": "person", "name": "李大山", "accused": False}],
    )
    indexed()
    for typed in ("小明", "王小明", "“王小明”", "李大山", "“李大山”", "大山 知情"):
        assert found(typed) == [], typed
    assert found("身份证") == [mine.petition]
    for typed in ("13800000000", "138-0000-0000", "510104198001011234", "wang@example.com"):
        with pytest.raises(Invalid, match="names_a_person"):
            found(typed)
    numbers = {
        *tokens(
            ["13800000000", "510104198001011234", "wang", "example.com", "王小明", "小明", "大山"], version=1
        )
    }
    assert not numbers & set(rows("search_text")[0]["tokens"])


def test_of_two_worlds_the_accused_sees_the_same() -> None:
    """In one world the accusation is against this office, in the other against another one."""
    told = {}
    for accused in (HOUSING, HOUSING_ELSEWHERE):
        builders.accusation(accused, title="虚报拆迁面积", text="有人虚报拆迁面积，克扣补偿款。")
        indexed()
        for reader in (
            Reader(offices=(accused,)),
            Reader(offices=(accused,), oversight=(CHENGDU, CHENGDU + 99)),
            Reader(offices=(accused,), oversight=(510000, 519999)),
        ):
            told[accused, reader.oversight] = found("虚报", reader)
    assert set(map(tuple, told.values())) <= {()} | {tuple(told[HOUSING_ELSEWHERE, (510000, 519999)])}
    assert found("虚报", Reader(offices=(HOUSING,))) == []


def test_a_word_of_a_denied_matter_alone_does_not_move_a_plan() -> None:
    """The counts that plans are chosen by are the same with the accusation as without it."""
    builders.file_petition()
    indexed()
    before = rows("search_word"), rows("search_progress")[0]["counted"]
    builders.accusation(ECOLOGY, title="虚报拆迁面积")
    indexed()
    assert (rows("search_word"), rows("search_progress")[0]["counted"]) == before
    assert len(rows("search_text")) == 2


def test_what_a_witness_said_is_found_and_never_who_it_was() -> None:
    mine = builders.accepted()
    typed = {"who": "赵铁柱", "where": "二号码头", "what": "看见赵铁柱把油桶推进江里", "reach": "13900001111"}
    statements.stated(mine.petition, typed, at=mine.at)
    indexed()
    assert found("油桶") == [mine.petition]
    assert found("码头") == [mine.petition]
    for hidden in ("赵铁柱", "铁柱"):
        assert found(hidden) == [], hidden
    assert list(checking.differences()) == []


@pytest.fixture
def forgotten_filter(installed: Any) -> Iterator[None]:  # noqa: ARG001  the ground it stands on
    """The functions of the search as if scope and denials had been forgotten in them."""
    put_up("true", own="true")
    yield
    put_up(SIGHTS[Sight.PETITION], own=SIGHTS[Sight.OFFICE])


def put_up(sight: str, *, own: str) -> None:
    with sql.cursor(sql.OWNER) as cursor:
        for statement in search_functions(sight, own=own):
            cursor.execute(statement.encode())


@pytest.mark.usefixtures("forgotten_filter")
def test_a_search_that_forgot_its_filter_still_shows_nothing_of_it() -> None:
    """What the functions name is read through the policy once more, page, number and excerpt alike."""
    builders.accusation(HOUSING, title="虚报拆迁面积", text="有人虚报拆迁面积，克扣补偿款。")
    indexed()
    accused = Reader(offices=(HOUSING,), oversight=(CHENGDU, CHENGDU + 99))
    sought = asking.sought_by(accused, asked.read("虚报"), Narrowed(), on=local_date(AT))
    assert len(hits(accused, sought, before=None)) == 1
    for typed in ("虚报", "“虚报拆迁面积”"):
        told = page(typed, accused)
        assert (told.found, told.more) == ((), None)


def test_what_the_accused_keeps_is_its_own_and_tells_nothing_of_others() -> None:
    """Kept searches belong to an office: another one sees neither that they are there nor what they ask."""
    builders.accusation(HOUSING, title="虚报拆迁面积")
    indexed()
    keeping.keep(replace(DISPATCHER, post=named_id("a post")), {"q": "虚报"}, at=AT)
    [kept] = rows("saved_search")
    for office in (HOUSING, ECOLOGY):
        with reading(Reader(offices=(office,), oversight=(CHENGDU, CHENGDU + 99))) as seen:
            assert seen.all("SELECT id FROM saved_search") == []
    assert "虚报".encode() not in bytes(kept["sealed_query"])
