"""Rule packs: what is shipped, under which ids, and what each says of itself."""

import re
from itertools import pairwise

import pytest

from huiyin.kernel.errors import Unknown
from huiyin.rules.statute.events import EventName
from huiyin.rules.statute.packs import load_pack, pack_ids
from huiyin.rules.statute.packs.shape import Kind, Status

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
