"""Searching in sealed texts: what is filed is found by its words, by whoever may list it, by nobody else."""

from datetime import date, timedelta
from typing import Any

import pytest

import builders
from builders import BUREAU, CHENGDU, ECOLOGY, HANDLER, HOUSING, HOUSING_ELSEWHERE, JINJIANG, MIANYANG
from huiyin.commands.documents import NewDocument
from huiyin.commands.handling.accept_petition import AcceptPetition
from huiyin.commands.handling.record_finding import RecordFinding
from huiyin.door.searching import forget
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Reader
from huiyin.kernel.errors import Invalid
from huiyin.kernel.ids import new_id
from huiyin.prepare import statements
from huiyin.prepare.house import vault
from huiyin.prepare.searching import asking, indexing
from huiyin.prepare.searching.tokens import tokens
from huiyin.queries.handling.search import Narrowed
from huiyin.queries.handling.told import written_in
from huiyin.records import sql
from huiyin.rules.lifecycle.states import State
from huiyin.rules.search import asked
from huiyin.vault.binding import place
from huiyin.vault.sealing import seal_json, seal_text
from support.log import turn
from support.moment import AT
from support.state import rows

pytestmark = pytest.mark.usefixtures("installed")
OF_BUREAU, OF_ECOLOGY = Reader(offices=(BUREAU,)), Reader(offices=(ECOLOGY,))


def indexed() -> None:
    turn()
    indexing.catch_up(batches=10)


def found(typed: str, reader: Reader = OF_BUREAU, **narrowed: Any) -> list[Any]:
    page = asking.search(reader, asked.read(typed), Narrowed(**narrowed), on=local_date(AT))
    return [one.line.petition for one in page.found]


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


def test_filters_narrow_what_is_found() -> None:
    mine = builders.file_petition()
    indexed()
    fits: tuple[dict[str, Any], ...] = (
        {"state": State.TRANSFERRED}, {"division": JINJIANG}, {"division": CHENGDU}, {"division": 510000},
        {"office": ECOLOGY}, {"channel": "web"}, {"since": AT}, {"until": AT + timedelta(days=1)},
        {"due_last": date(2026, 6, 30)}, {"due_first": date(2026, 5, 1)},
    )  # fmt: skip
    for one in fits:
        assert found("污水", **one) == [mine.petition], one
    unfit: tuple[dict[str, Any], ...] = (
        {"state": State.ANSWERED}, {"division": MIANYANG}, {"office": HOUSING}, {"channel": "letter"},
        {"since": AT + timedelta(seconds=1)}, {"until": AT}, {"due_last": date(2026, 5, 1)},
        {"undated": True}, {"topic": "labour"},
    )  # fmt: skip
    for one in unfit:
        assert found("污水", **one) == [], one


def test_a_topic_is_found_with_its_class_once_a_person_decided_it() -> None:
    mine = builders.classified()
    indexed()
    for topic in ("environment.water", "environment"):
        assert found("污水", topic=topic) == [mine.petition]
    assert found("污水", topic="environment.air") == []


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
        *tokens(["13800000000", "510104198001011234", "wang", "example.com", "王小明", "小明", "大山"])
    }
    assert not numbers & set(rows("search_text")[0]["tokens"])


@pytest.mark.parametrize("typed", ["", "-污水", "的", "“”", " "])
def test_a_question_needs_a_word_that_must_occur(typed: str) -> None:
    with pytest.raises(Invalid):
        found(typed)


def test_a_long_question_is_refused() -> None:
    with pytest.raises(Invalid, match="too_long"):
        found("污水" * 51)


def test_pages_follow_each_other_without_loss_or_repetition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "PAGE", 2)
    lives = [builders.file_petition(AT + timedelta(minutes=number % 3)) for number in range(5)]
    indexed()
    for typed in ("污水", "“河水发黑”"):
        seen: list[Any] = []
        before = None
        while True:
            page = asking.search(OF_BUREAU, asked.read(typed), Narrowed(), on=local_date(AT), before=before)
            seen += [one.line.petition for one in page.found]
            before = page.more
            if before is None:
                break
        newest_first = sorted(lives, key=lambda life: (life.at, life.petition), reverse=True)
        assert seen == [life.petition for life in newest_first]


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


def frequencies(petitions: int, *, of: int = 1_000_000) -> None:
    """Let the counts say that there are so many matters, and that so many of them hold each word."""
    with sql.cursor(sql.OWNER) as cursor:
        cursor.execute("UPDATE search_progress SET counted = %s", (of,))
        cursor.execute("UPDATE search_word SET petitions = %s", (petitions,))


EVERYWHERE = Reader(oversight=(510000, 519999))


@pytest.mark.parametrize("often", [1, 5_000, 40_000, 900_000])  # read at once, by months, walked through
@pytest.mark.parametrize("reader", [OF_BUREAU, EVERYWHERE])
def test_every_plan_finds_the_same(monkeypatch: pytest.MonkeyPatch, often: int, reader: Reader) -> None:
    days = (0, 0, 40, 400)
    lives = [
        builders.file_petition(AT - timedelta(days=day, minutes=place)) for place, day in enumerate(days)
    ]
    builders.waiting()
    indexed()
    frequencies(often)
    newest_first = [life.petition for life in lives]
    assert found("污水", reader) == newest_first
    assert found("污水 -发臭", reader) == [] == found("噪声", reader)
    assert found("污水", reader, since=AT - timedelta(days=50)) == newest_first[:3]
    assert found("污水", reader, until=AT - timedelta(days=30)) == newest_first[2:]
    monkeypatch.setattr(asking, "PAGE", 3)
    first = asking.search(reader, asked.read("污水"), Narrowed(), on=local_date(AT))
    assert [one.line.petition for one in first.found] == newest_first[:3]
    last = asking.search(reader, asked.read("污水"), Narrowed(), on=local_date(AT), before=first.more)
    assert [one.line.petition for one in last.found] == newest_first[3:]


def test_a_walk_that_does_not_fill_its_page_goes_on_by_months(installed: Any) -> None:
    """The words are frequent, but not among the newest: what was walked through is not found twice."""
    lives = [builders.file_petition(AT - timedelta(minutes=minute)) for minute in range(5)]
    indexed()
    frequencies(900_000)
    with installed["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('search_petitions'::regproc)")
        [[whole]] = cursor.fetchall()
        assert "LIMIT 4000" in whole
        cursor.execute(whole.replace("LIMIT 4000", "LIMIT 2"))
    assert found("污水") == [life.petition for life in lives]


def test_cutting_again_finds_the_same_and_names_what_differs() -> None:
    first, second = builders.file_petition(), builders.waiting()
    indexed()
    assert list(indexing.differences()) == []
    with sql.cursor(sql.OWNER) as cursor:
        cursor.execute(
            "UPDATE search_text SET tokens = tokens || 1::bigint WHERE petition = %s", (first.petition,)
        )
        cursor.execute("DELETE FROM search_text WHERE petition = %s", (second.petition,))
    assert set(indexing.differences()) == {first.petition, second.petition}
    assert indexing.reindex([first.petition, second.petition]) == 2
    assert list(indexing.differences()) == []
    with sql.cursor(sql.OWNER) as cursor:
        cursor.execute("DELETE FROM search_person WHERE petition = %s", (first.petition,))
    assert list(indexing.differences()) == [first.petition]


def test_following_the_log_twice_changes_nothing_and_a_kill_loses_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    builders.file_petition()
    turn()
    with monkeypatch.context() as patch:
        patch.setattr(indexing, "reached", killed)
        with pytest.raises(KeyboardInterrupt):
            indexing.catch_up(batches=1000)
        counts = rows("search_word")
        with pytest.raises(KeyboardInterrupt):
            indexing.catch_up(batches=1000)
    monkeypatch.setattr(indexing, "BATCH", 1)
    assert indexing.catch_up(batches=1000) == 1
    assert (sorted_by_token("search_word"), len(rows("search_text"))) == (
        sorted(counts, key=lambda row: row["token"]),
        1,
    )
    assert indexing.catch_up(batches=1000) == 0


def sorted_by_token(table: str) -> list[Any]:
    return sorted(rows(table), key=lambda row: row["token"])


def killed(leaf: int) -> None:
    raise KeyboardInterrupt(leaf)


def test_a_matter_whose_key_was_erased_leaves_the_index() -> None:
    mine = builders.file_petition()
    indexed()
    with sql.cursor(sql.OWNER) as cursor:
        cursor.execute("DELETE FROM data_key WHERE petition = %s", (mine.petition,))
    assert list(indexing.differences()) == [mine.petition]
    indexing.reindex([mine.petition])
    assert [rows(table) for table in ("search_text", "search_person", "search_word")] == [[], [], []]


def test_another_version_of_the_key_renews_the_index(monkeypatch: pytest.MonkeyPatch) -> None:
    mine = builders.file_petition()
    indexed()
    assert indexing.reindex_old(at_most=10) == 0
    before = rows("search_text")[0]["tokens"]
    for module in (asking, indexing):
        monkeypatch.setattr(module, "VERSION", 2)
    assert found("污水") == []
    assert indexing.reindex_old(at_most=10) == 1
    assert found("污水") == [mine.petition]
    assert not set(before) & set(rows("search_text")[0]["tokens"])


def test_what_does_not_open_is_left_out_and_the_rest_is_found() -> None:
    mine = builders.full_life()  # its findings and documents are no ciphertexts
    indexed()
    assert found("污水") == [mine.petition]


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
    assert found("abcd") == []


def test_a_turn_of_the_indexer_ends_after_its_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    builders.file_petition()
    turn()
    monkeypatch.setattr(indexing, "BATCH", 1)
    assert indexing.catch_up(batches=1) == 0  # the first entries are of people and offices
    assert rows("search_progress")[0]["leaf"] == 1


def test_an_erased_matter_is_forgotten_at_once() -> None:
    mine, other = builders.file_petition(), builders.waiting()
    indexed()
    forget([mine.petition])
    assert [row["petition"] for row in rows("search_text")] == [other.petition]
    assert {row["petition"] for row in rows("search_person")} == {other.petition}
    assert rows("search_progress")[0]["counted"] == 1


def test_what_a_witness_said_is_found_and_never_who_it_was() -> None:
    mine = builders.accepted()
    typed = {"who": "赵铁柱", "where": "二号码头", "what": "看见赵铁柱把油桶推进江里", "reach": "13900001111"}
    statements.stated(mine.petition, typed, at=mine.at)
    indexed()
    assert found("油桶") == [mine.petition]
    assert found("码头") == [mine.petition]
    for hidden in ("赵铁柱", "铁柱"):
        assert found(hidden) == [], hidden
    assert list(indexing.differences()) == []
