"""Rule packs: what is shipped, and what is refused by file, rule and line."""

import re
from datetime import date
from itertools import pairwise

import pytest

from huiyin.kernel.errors import Invalid, Unknown
from huiyin.rules.statute.events import EventName
from huiyin.rules.statute.packs import load_pack, pack_ids
from huiyin.rules.statute.packs.schema import parse_pack
from huiyin.rules.statute.packs.section import line_of
from huiyin.rules.statute.packs.shape import Condition, Kind, Status

TABLE = {
    "cn-xinfang-2022": """bureau.dispatch direct.notice transferred.notice transfer.objection assign.feedback
        handle review.request review.decide reexam.request reexam.decide urgent.report suggest.feedback
        annual.report annual.assess joint_visit.reps duty31_5""",
    "cn-xinfang-2005": """bureau.dispatch accept handle review.request review.decide reexam.request
        reexam.decide suggest.feedback""",
    "demo-seed-30-90": "preliminary final reminder",
}
PREFIX = {"cn-xinfang-2022": "cn22", "cn-xinfang-2005": "cn05", "demo-seed-30-90": "demo.seed"}

SOUND = """\
id = "test"
version = "1"
status = "local"
family = "tests"
jurisdiction = "cn-51"
from = 2020-01-01
until = 2029-12-31
title = { zh = "测试", en = "Test" }
instrument = { zh = "测试办法", en = "Test measure" }
reminder_days = 3

[[rules]]
id = "test.first"
title = { zh = "答复", en = "answer" }
article = { code = "1", zh = "第一条", en = "art. 1" }
duty_of = "office"
started_by = ["petition.received"]
met_by = ["opinion.served"]
unit = "calendar_days"
rolls = true
lengths = [{ from = 2020-01-01, until = 2022-06-30, number = 30 }, { from = 2022-07-01, number = 21 }]

[[rules]]
id = "test.second"
title = { zh = "转送", en = "transfer" }
article = { code = "2", zh = "第二条", en = "art. 2" }
duty_of = "bureau"
started_by = ["bureau.received"]
met_by = ["petition.transferred"]
unit = "working_days"
lengths = [{ from = 2021-01-01, number = 5 }]
"""


@pytest.mark.parametrize("pack_id", TABLE)
def test_every_row_of_the_table_is_shipped_under_its_id(pack_id: str) -> None:
    pack = load_pack(pack_id)
    assert pack.id == pack_id
    assert sorted(pack.rules) == sorted(f"{PREFIX[pack_id]}.{row}" for row in TABLE[pack_id].split())


def test_only_the_demonstration_is_no_law() -> None:
    status = {pack_id: load_pack(pack_id).status for pack_id in TABLE}
    assert status == {
        "cn-xinfang-2022": Status.LAW,
        "cn-xinfang-2005": Status.LAW,
        "demo-seed-30-90": Status.DEMONSTRATION,
    }


def test_each_file_bears_the_id_of_its_pack() -> None:
    assert all(load_pack(pack_id).id == pack_id for pack_id in pack_ids())


def test_a_pack_is_read_once() -> None:
    assert load_pack("cn-xinfang-2022") is load_pack("cn-xinfang-2022")
    assert len(load_pack("cn-xinfang-2022").digest) == 64


def test_a_pack_that_is_not_shipped_is_unknown() -> None:
    with pytest.raises(Unknown, match=r"pack\.unknown"):
        load_pack("../secrets")


def test_only_clocks_and_windows_are_started_by_events() -> None:
    pack = load_pack("cn-xinfang-2022")
    assert EventName.YEAR_ENDED not in pack.started_by
    assert {rule.kind for rules in pack.started_by.values() for rule in rules} == {Kind.CLOCK, Kind.WINDOW}


def test_a_sound_pack_is_read_with_its_dated_numbers() -> None:
    pack = parse_pack(SOUND, "test.toml")
    rule = pack.rules["test.first"]
    days = [date(2019, 12, 31), date(2020, 1, 1), date(2022, 6, 30), date(2022, 7, 1), date(2035, 1, 1)]
    assert [rule.length_on(day) for day in days] == [None, 30, 30, 21, 21]
    assert [pack.in_force(day) for day in days] == [False, True, True, True, False]


@pytest.mark.parametrize(
    ("old", "new", "code", "rule", "line"),
    [
        ('unit = "working_days"', 'unit = "weeks"', "unknown_unit", "test.second", 30),
        ('unit = "working_days"', 'unit = "persons"', "not_a_length_of_time", "test.second", 30),
        ('article = { code = "2", zh = "第二条", en = "art. 2" }\n', "", "missing", "test.second", 23),
        ('zh = "第二条", ', "", "missing", "test.second", 26),
        ("until = 2022-06-30", "until = 2022-07-01", "overlap", "test.first", 21),
        ("until = 2022-06-30, ", "", "overlap", "test.first", 21),
        ("from = 2022-07-01", "from = 2022-07-02", "gap", "test.first", 21),
        ("until = 2022-06-30", "until = 2019-06-30", "ends_before_it_starts", "test.first", 21),
        ("from = 2021-01-01", "from = 2019-12-31", "rule_before_pack", "test.second", 31),
        ("lengths = [{ from = 2021-01-01, number = 5 }]\n", "", "missing", "test.second", 23),
        ("number = 5", 'number = "5"', "not_a_number", "test.second", 31),
        ("number = 5", "number = -5", "not_a_number", "test.second", 31),
        (", number = 5", "", "missing", "test.second", 31),
        ("from = 2021-01-01", 'from = "2021-01-01"', "not_a_date", "test.second", 31),
        ("from = 2021-01-01", "from = 2021-01-01T00:00:00", "not_a_date", "test.second", 31),
        ("from = 2021-01-01, ", "", "missing", "test.second", 31),
        ("from = 2021-01-01, number", "start = 1, number", "unknown_key", "test.second", 31),
        ('duty_of = "bureau"', 'duty_of = "king"', "unknown_word", "test.second", 27),
        ('duty_of = "bureau"', "duty_of = 3", "not_text", "test.second", 27),
        ('"bureau.received"', '"bureau.recieved"', "unknown_word", "test.second", 28),
        ('started_by = ["bureau.received"]\n', "", "missing", "test.second", 23),
        ('met_by = ["petition.transferred"]\n', "", "missing", "test.second", 23),
        (
            'met_by = ["petition.transferred"]',
            'met_by = "petition.transferred"',
            "not_a_list",
            "test.second",
            29,
        ),
        ('duty_of = "bureau"', 'duty_of = "bureau"\nrolls = true', "cannot_roll", "test.second", 28),
        ('duty_of = "bureau"', 'duty_of = "bureau"\nrolls = 1', "not_yes_or_no", "test.second", 28),
        ('duty_of = "bureau"', 'duty_of = "bureau"\nbefore = true', "cannot_count_back", "test.second", 28),
        ('duty_of = "bureau"', 'duty_of = "bureau"\nwhen = { route = 6 }', "not_a_list", "test.second", 28),
        ('duty_of = "bureau"', 'duty_of = "bureau"\nextends = 3', "unknown_key", "test.second", 28),
        ('duty_of = "bureau"', 'duty_of = "bureau"\npauses = 3', "not_a_list", "test.second", 28),
        ('duty_of = "bureau"', 'duty_of = "bureau"\npauses = [3]', "not_a_table", "test.second", 28),
        ('id = "test.second"', 'id = "test.first"', "twice", "test.first", 24),
        ('id = "test"', 'id = ""', "missing", "", 1),
        ("reminder_days = 3\n", "", "missing", "", 1),
        ("reminder_days = 3", "reminder_days = 3\nfriend = 1", "unknown_key", "", 11),
        ("[[rules]]", "[[rule]]", "unknown_key", "", 12),
        ('id = "test"', "id = ", "not_toml", "", 1),
    ],
)
def test_an_unsound_pack_is_refused_by_file_rule_and_line(
    old: str, new: str, code: str, rule: str, line: int
) -> None:
    with pytest.raises(Invalid, match=rf"^pack\.{code}$") as caught:
        parse_pack(SOUND.replace(old, new, 1 if rule else -1), "test.toml")
    assert caught.value.facts["file"] == "test.toml"
    assert caught.value.facts["rule"] == rule
    assert caught.value.facts["line"] == line


def test_a_broken_file_without_a_line_is_refused_at_its_end() -> None:
    with pytest.raises(Invalid, match=r"pack\.not_toml") as caught:
        parse_pack('id = "a"\ntitle = [', "test.toml")
    assert caught.value.facts["line"] == 2


def test_a_pack_without_rules_is_refused() -> None:
    with pytest.raises(Invalid, match=r"pack\.missing") as caught:
        parse_pack(SOUND.partition("[[rules]]")[0], "test.toml")
    assert caught.value.field == "rules"


ARTICLE = 'article = { code = "3", zh = "第三条", en = "art. 3" }'


@pytest.mark.parametrize(
    ("extra", "unit", "key"),
    [
        (f'extension = {{ event = "deadline.extended", times = 1, {ARTICLE} }}', "months", "extension"),
        (
            f'pauses = [{{ starts = "hearing.started", ends = "hearing.ended", reason = "x", {ARTICLE} }}]',
            "hours",
            "pauses",
        ),
    ],
)
def test_only_days_can_be_extended_or_paused(extra: str, unit: str, key: str) -> None:
    text = SOUND.replace('unit = "working_days"', f'unit = "{unit}"\n{extra}')
    with pytest.raises(Invalid, match=r"pack\.days_only") as caught:
        parse_pack(text, "test.toml")
    assert caught.value.field == key


def test_an_exemption_without_a_condition_is_refused() -> None:
    text = SOUND.replace(
        'unit = "working_days"', f'unit = "working_days"\nexempt = [{{ reason = "x", {ARTICLE} }}]'
    )
    with pytest.raises(Invalid, match=r"pack\.missing") as caught:
        parse_pack(text, "test.toml")
    assert caught.value.field == "when"


def test_an_absent_fact_is_unknown_and_the_event_prevails() -> None:
    condition = Condition(terms=(("office_kind", frozenset({"discipline", "unknown"})),))
    assert condition.holds({}, {})
    assert condition.holds({"office_kind": "discipline"}, {"office_kind": "department"})
    assert not condition.holds({}, {"office_kind": "department"})


def test_a_line_that_cannot_be_found_is_the_first_of_its_rule() -> None:
    assert line_of(SOUND, "test.second", "extension") == 23
    assert line_of("", "", "id") == 1


def test_law_packs_of_petitions_follow_each_other_without_gap_or_overlap() -> None:
    packs = [load_pack(pack_id) for pack_id in pack_ids()]
    laws = sorted(
        (p for p in packs if p.family == "petitions" and p.status is Status.LAW), key=lambda p: p.starts_on
    )
    for earlier, later in pairwise(laws):
        assert earlier.ends_on is not None
        assert (later.starts_on - earlier.ends_on).days == 1


def test_every_title_and_article_stands_in_chinese_and_english() -> None:
    han = re.compile(r"[\u4e00-\u9fff]")
    for pack_id in pack_ids():
        for rule in load_pack(pack_id).rules.values():
            assert han.search(rule.title.zh)
            assert han.search(rule.article.article.zh)
            assert not han.search(rule.title.en + rule.article.article.en + rule.article.instrument.en)
