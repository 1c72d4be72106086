"""Searching in sealed texts: what is filed, found and answered is found by its words."""

from datetime import timedelta

import pytest

import builders
from builders import HANDLER
from huiyin.commands.documents import NewDocument
from huiyin.commands.handling.accept_petition import AcceptPetition
from huiyin.commands.handling.record_finding import RecordFinding
from huiyin.kernel.clock import local_date
from huiyin.kernel.errors import Invalid
from huiyin.kernel.ids import new_id
from huiyin.prepare.house import vault
from huiyin.prepare.searching import asking
from huiyin.queries.handling.search import Narrowed
from huiyin.queries.handling.told import written_in
from huiyin.rules.search import asked
from huiyin.vault.binding import place
from huiyin.vault.sealing import seal_json, seal_text
from support.moment import AT
from support.searching import OF_BUREAU, found, indexed
from support.state import rows

pytestmark = pytest.mark.usefixtures("installed")


def test_what_was_filed_is_found_by_the_words_of_its_title_and_its_story() -> None:
    mine = builders.file_petition()
    builders.waiting()
    assert found("污水") == []
    indexed()
    for typed in (
        "污水",
        "纺织厂",
        "水质检测",
        "偷排",
        "发黑发臭",
        "查处",
        "汙水",
        "污水 纺织",
        "“河水发黑”",
    ):
        assert found(typed) == [mine.petition], typed
    assert found("噪声") == []


def test_every_word_must_occur_and_none_with_a_minus() -> None:
    mine = builders.file_petition()
    other = builders.file_petition(
        AT + timedelta(minutes=1), title="纺织厂噪声", text="夜里噪声很大，污水也多。"
    )
    indexed()
    assert found("污水") == [other.petition, mine.petition]
    assert found("污水 噪声") == [other.petition]
    assert found("污水 -噪声") == [mine.petition]
    assert found("噪声 发臭") == []


def test_a_phrase_must_stand_so_in_one_text() -> None:
    mine = builders.file_petition()
    builders.file_petition(text="污水的排放在河里，夜里很臭。")
    indexed()
    assert found("“往河里排放污水”") == [mine.petition]
    assert found("「排放河里」") == []


@pytest.mark.parametrize("typed", ["", "-污水", "的", "“”", " "])
def test_a_question_needs_a_word_that_must_occur(typed: str) -> None:
    with pytest.raises(Invalid):
        found(typed)


def test_a_long_question_is_refused() -> None:
    with pytest.raises(Invalid, match="too_long"):
        found("污水" * 51)


def test_a_phrase_is_looked_for_in_some_pages_and_then_further(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "PAGE", 1)
    monkeypatch.setattr(asking, "LOOKED_THROUGH", 2)
    old = builders.file_petition(text="往河里排放污水，先清洗再排放。")
    for minute in (1, 2):
        builders.file_petition(AT + timedelta(minutes=minute), text="排放污水，往河里。")
    indexed()
    first = asking.search(OF_BUREAU, asked.read("“往河里排放污水”"), Narrowed(), on=local_date(AT))
    assert (first.found, first.more is None) == ((), False)
    second = asking.search(
        OF_BUREAU, asked.read("“往河里排放污水”"), Narrowed(), on=local_date(AT), before=first.more
    )
    assert [one.line.petition for one in second.found] == [old.petition]


def test_what_an_office_found_and_answered_is_found_too() -> None:
    life = builders.file_petition()
    key = vault().open_data_key(rows("data_key")[0]["wrapped"], life.petition)
    finding = new_id(AT)
    text = seal_text(key, "现场发现暗管一处", bound_to=place("finding", "sealed_text", finding))
    life = builders.accepted(life).then(
        RecordFinding(petition=life.petition, id=finding, sealed_text=text), HANDLER
    )
    indexed()
    assert found("暗管") == [life.petition]


def test_of_a_document_only_what_its_office_wrote_is_found() -> None:
    content = {
        "kind": "opinion",
        "addressee": "王小明",
        "issuer": "某局",
        "found": "现场有暗管",
        "answers": [{"request": "查处", "result": "support", "reason": "属实"}],
        "route": 6,
    }
    assert written_in(content) == ["现场有暗管", "查处", "support", "属实"]
    assert written_in({"answer": None}) == []


def test_an_opinion_as_issued_is_found_by_its_words() -> None:
    life = builders.file_petition()
    key = vault().open_data_key(rows("data_key")[0]["wrapped"], life.petition)
    life = builders.classified(life)
    document = new_id(AT)
    sealed = seal_json(
        key, {"explanation": "已责令停产"}, bound_to=place("document", "sealed_content", document)
    )
    notice = NewDocument(id=document, sealed_content=sealed)
    life = life.then(AcceptPetition(petition=life.petition, notice=notice), HANDLER)
    indexed()
    assert found("责令停产") == [life.petition]


def test_latin_words_and_numbers_are_words_as_they_are() -> None:
    mine = builders.file_petition(text="小区17栋B-2座收3.5万元，合同编号HT-2026-018，ABC物业。")
    indexed()
    for typed in ("17", "3.5", "abc", "ht-2026-018", "ＡＢＣ"):
        assert found(typed) == [mine.petition], typed
    assert found("xyzw") == []


def test_what_does_not_open_is_left_out_and_the_rest_is_found() -> None:
    mine = builders.full_life()  # its findings and documents are no ciphertexts
    indexed()
    assert found("污水") == [mine.petition]
