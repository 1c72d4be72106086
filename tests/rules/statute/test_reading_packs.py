"""Rule packs as they are read: what is sound, and what is refused by file, rule and line."""

from datetime import date

import pytest

from huiyin.kernel.errors import Invalid
from huiyin.rules.statute.packs.schema import parse_pack
from huiyin.rules.statute.packs.shape import Condition

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
        ("until = 2029-12-31", "until = 2019-12-31", "ends_before_it_starts", "", 7),
        ('"cn-51"', '"Sichuan"', "not_a_jurisdiction", "", 5),
        ("reminder_days = 3", "reminder_days = 3\nverified = false", "unverified_by_default", "", 11),
        (
            "reminder_days = 3",
            "verified = false\nby_default = true\nreminder_days = 3",
            "unverified_by_default",
            "",
            11,
        ),
        ("reminder_days = 3", "reminder_days = 3\napplies = { route = 4 }", "not_a_list", "", 11),
        ("from = 2021-01-01", "from = 2030-01-01", "rule_after_pack", "test.second", 31),
        ('duty_of = "bureau"', 'duty_of = "bureau"\nwhen.class = "claim"', "not_a_list", "test.second", 28),
        ('id = "test.second"\n', "", "missing", "", 23),
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


TWO_NUMBERS = "until = 2022-06-30, number = 30 }, { from = 2022-07-01, number = 21 }"


def test_a_pack_and_a_number_of_a_single_day_are_sound() -> None:
    text = SOUND.replace("until = 2029-12-31", "until = 2021-01-01").replace(
        TWO_NUMBERS,
        "until = 2020-01-01, number = 30 }, { from = 2020-01-02, number = 21 }",
    )
    pack = parse_pack(text, "test.toml")
    assert [pack.rules["test.first"].length_on(date(2020, 1, day)) for day in (1, 2)] == [30, 21]
    first_rule, _, _ = SOUND.partition('[[rules]]\nid = "test.second"')
    once = first_rule.replace(TWO_NUMBERS, "number = 30 }")
    short = parse_pack(once.replace("until = 2029-12-31", "until = 2020-01-01"), "test.toml")
    assert short.in_force(date(2020, 1, 1))
    assert not short.in_force(date(2020, 1, 2))


def test_what_a_rule_does_not_say_is_no() -> None:
    rule = parse_pack(SOUND, "test.toml").rules["test.second"]
    assert (rule.rolls, rule.before, rule.posting_counts) == (False, False, False)
    assert (rule.length_setting, rule.unit_setting, rule.counts_from, rule.office_from) == ("", "", "", "")


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
        ('unit_setting = "made_unit"', "months", "unit_setting"),
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
