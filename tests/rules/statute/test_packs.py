"""Rule packs: what is shipped, and what is refused by file, rule and line."""

import re
from datetime import date
from importlib.resources import files
from itertools import pairwise

import pytest

from huiyin.kernel.errors import Invalid, Unknown
from huiyin.rules.statute.events import EventName
from huiyin.rules.statute.lines import lines_of
from huiyin.rules.statute.packs import load_pack, pack_ids
from huiyin.rules.statute.packs.schema import parse_pack
from huiyin.rules.statute.packs.shape import Condition, Kind, Status

PACKS = files("huiyin.rules.statute.packs")

TABLE = {
    "cn-xinfang-2022": """bureau.dispatch direct.notice transferred.notice transfer.objection assign.feedback
        handle review.request review.decide reexam.request reexam.decide urgent.report suggest.feedback
        annual.report annual.assess joint_visit.reps duty31_5""",
    "cn-xinfang-2005": """bureau.dispatch accept handle review.request review.decide reexam.request
        reexam.decide suggest.feedback""",
    "demo-seed-30-90": "preliminary final reminder",
    "cn-procuratorate-letters": "procedural substantive progress hearing.notice",
    "cn-sc-12345-2025": "enquiry help_suggest complaint",
    "cn-reconsideration-2023": "apply examine decide simple",
    "cn-disclosure-2019": "reply",
    "cn-discipline-2020": "up down accept.notice result.notice",
    "cn-internal-2014": "dispatch.nat dispatch.prov dispatch.pref dispatch.county",
    "cn-xinfang-simplified-2016": "accept reply",
    "bj-12345-2021": "tier1 tier2 tier3 tier4",
    "in-cpgrams": "cpgrams.resolve",
    "uk-foi-2000": "foi.reply",
}
PREFIX = {
    "cn-xinfang-2022": "cn22",
    "cn-xinfang-2005": "cn05",
    "demo-seed-30-90": "demo.seed",
    "cn-procuratorate-letters": "cnjc",
    "cn-sc-12345-2025": "sc12345",
    "cn-reconsideration-2023": "fy",
    "cn-disclosure-2019": "zfxx",
    "cn-discipline-2020": "cnjj",
    "cn-internal-2014": "cnint",
    "cn-xinfang-simplified-2016": "cnsimple",
    "bj-12345-2021": "bj12345",
    "in-cpgrams": "in",
    "uk-foi-2000": "uk",
}

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


def test_nothing_else_is_shipped() -> None:
    assert sorted(TABLE) == list(pack_ids())


def test_each_pack_says_what_it_is() -> None:
    assert {pack_id: load_pack(pack_id).status.value for pack_id in TABLE} == {
        "cn-xinfang-2022": "law",
        "cn-xinfang-2005": "law",
        "cn-reconsideration-2023": "law",
        "cn-disclosure-2019": "law",
        "cn-discipline-2020": "law",
        "uk-foi-2000": "law",
        "cn-sc-12345-2025": "local",
        "bj-12345-2021": "local",
        "cn-procuratorate-letters": "internal_target",
        "cn-internal-2014": "internal_target",
        "cn-xinfang-simplified-2016": "internal_target",
        "in-cpgrams": "internal_target",
        "demo-seed-30-90": "demonstration",
    }


def test_what_is_not_verified_is_off_and_says_why() -> None:
    packs = [load_pack(pack_id) for pack_id in pack_ids()]
    off = {pack.id for pack in packs if not pack.by_default}
    unverified = {pack.id for pack in packs if not pack.verified}
    assert unverified == {"bj-12345-2021", "cn-internal-2014", "cn-xinfang-simplified-2016"}
    assert off == unverified | {"in-cpgrams", "uk-foi-2000"}
    assert {pack.id for pack in packs if pack.note} == unverified


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


LINED = (
    'id = "a" # a comment with [brackets], "quotes" and id = "b"\n'
    "note = { zh = \"[x]\", en = '{y}' }\n"
    'long = """\nid = "not a key"\n[[rules]]\n"""\n'
    "list = [\n  { from = 2020-01-01, number = 1.5 },\n  { number = 2 }, # last\n]\n"
    '[[rules]]\nid = "one"\nlengths = [[1, 2], []]\n[rules.article]\n"code" = "x.y"\n'
    '[[rules]]\n[[rules.exempt]]\nwhen.class = ["claim"]\n'
)


def test_every_key_has_its_line_whatever_stands_around_it() -> None:
    lines = lines_of(LINED)
    assert lines["note", "en"] == 2
    assert lines["list", 0, "from"] == 8
    assert lines["list", 1, "number"] == 9
    assert lines["rules", 0, "id"] == 12
    assert lines["rules", 0, "lengths", 0, 1] == 13
    assert lines["rules", 0, "article", "code"] == 15
    assert lines["rules", 1] == 16
    assert lines["rules", 1, "exempt", 0, "when", "class"] == 18
    assert ("id", "not a key") not in lines
    assert lines_of("") == {}
    assert lines_of("id = 1") == {("id",): 1}
    assert lines_of("\n\nid = [3]") == {("id",): 3, ("id", 0): 3}


def test_every_line_found_holds_its_key() -> None:
    for pack_id in pack_ids():
        text = (PACKS / f"{pack_id}.toml").read_text("utf-8")
        rows = text.splitlines()
        for path, line in lines_of(text).items():
            if isinstance(path[-1], str):
                assert path[-1] in rows[line - 1], (pack_id, path, line)


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
