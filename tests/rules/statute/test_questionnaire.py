"""The questionnaire: where answers lead, and that nobody is left without a way on."""

import json
import re
from collections.abc import Iterator
from importlib.resources import files

import pytest

from huiyin.kernel.errors import Invalid
from huiyin.rules.statute.packs import load_pack, pack_ids
from huiyin.rules.statute.questionnaire import guide, path_of, read_path, walk
from huiyin.rules.statute.questionnaire.reading import parse_guide
from huiyin.rules.statute.questionnaire.shape import Walk

NO = dict.fromkeys(["litigation", "arbitration", "party", "administrative", "duty"], "no")


def ways() -> Iterator[dict[str, str]]:
    """Every way through."""
    open_ways: list[dict[str, str]] = [{}]
    while open_ways:
        answers = open_ways.pop()
        question = walk(answers).question
        if question is None:
            yield answers
        else:
            open_ways += [{**answers, question.id: answer.id} for answer in question.answers]


@pytest.mark.parametrize(
    ("answers", "klass", "route", "article"),
    [
        ({"aim": "suggest"}, "suggestion", None, "第二十九条第一款"),
        ({"aim": "accuse"}, "accusation", None, "第三十条第一款"),
        ({"aim": "claim", "litigation": "yes"}, "claim", 1, "第三十一条第一项"),
        ({"aim": "claim", **NO, "arbitration": "yes"}, "claim", 2, "第三十一条第二项"),
        ({"aim": "claim", **NO, "party": "yes"}, "claim", 3, "第三十一条第三项"),
        ({"aim": "claim", **NO, "administrative": "yes"}, "claim", 4, "第三十一条第四项"),
        ({"aim": "claim", **NO, "duty": "yes"}, "claim", 5, "第三十一条第五项"),
        ({"aim": "claim", **NO}, "claim", 6, "第三十一条第六项"),
        ({"aim": "information"}, None, None, "第三十三条"),
    ],
)
def test_answers_lead_to_class_and_route_with_the_article(
    answers: dict[str, str], klass: str | None, route: int | None, article: str
) -> None:
    found = walk(answers)
    assert found.result is not None
    assert (found.result.klass, found.result.route) == (klass, route)
    assert found.steps[-1].answer.article.article.zh == article
    assert found.question is None


def test_a_walk_is_written_as_one_line_and_read_again() -> None:
    found = walk({"aim": "claim", **NO, "arbitration": "unsure"})
    line = path_of(found)
    assert line.startswith("aim=claim litigation=no arbitration=unsure ")
    assert read_path(line) == found
    assert read_path("x litigation=no = aim=claim a=b").steps == found.steps[:2]
    assert (path_of(walk({})), read_path("").steps) == ("", ())


def test_without_answers_the_first_question_is_asked() -> None:
    found = walk({})
    assert found == Walk(steps=(), question=guide().start, result=None)


def test_an_answer_nobody_offered_is_asked_again() -> None:
    found = walk({"aim": "claim", "litigation": "perhaps", "arbitration": "yes"})
    assert found.question is not None
    assert found.question.id == "litigation"
    assert [step.question.id for step in found.steps] == ["aim"]


def test_whoever_is_unsure_goes_on_and_the_office_is_told_where() -> None:
    found = walk({"aim": "claim", **NO, "litigation": "unsure", "administrative": "unsure"})
    assert found.result is not None
    assert found.result.route == 6
    assert [question.id for question in found.unsure] == ["litigation", "administrative"]


def test_every_way_ends_in_a_result_and_every_result_is_reached() -> None:
    found = [walk(answers) for answers in ways()]
    assert len(found) > 20
    assert {one.result.id for one in found if one.result} == set(guide().results)
    for one in found:
        assert json.loads(json.dumps(one.plain())) == one.plain()


def test_every_step_says_why_in_both_languages() -> None:
    han = re.compile(r"[\u4e00-\u9fff]")
    for question in guide().questions.values():
        for answer in question.answers:
            assert han.search(answer.why.zh)
            assert not han.search(answer.why.en + answer.words.en)
    for result in guide().results.values():
        assert han.search(result.follows.zh)
        assert not han.search(result.follows.en)


def test_the_rules_named_are_shipped() -> None:
    shipped = {rule for pack in pack_ids() for rule in load_pack(pack).rules}
    assert {rule for result in guide().results.values() for rule in result.rules} <= shipped


def test_nobody_is_told_to_sue_over_a_reply() -> None:
    text = (files("huiyin.rules.statute.questionnaire") / "guide.toml").read_text("utf-8")
    assert "行政诉讼" not in text
    assert not re.search(r"\bsue\b", text)


def test_what_is_known_about_a_walk_is_plain_data() -> None:
    plain = walk({"aim": "claim", "litigation": "yes"}).plain()
    assert [step["question"] for step in plain["steps"]] == ["aim", "litigation"]
    assert plain["steps"][1]["article"] == "信访工作条例 第三十一条第一项"
    assert (plain["question"], plain["result"]["route"]) == (None, 1)
    asked = walk({}).plain()
    assert (asked["result"], asked["question"]["answers"][0]["id"]) == (None, "suggest")


SOUND = """\
start = "a"
[[questions]]
id = "a"
zh = "甲？"
en = "A?"
[[questions.answers]]
id = "yes"
zh = "是"
en = "Yes"
next = "b"
article = { code = "31", zh = "第三十一条", en = "art. 31" }
why = { zh = "因", en = "because" }
[[questions]]
id = "b"
zh = "乙？"
en = "B?"
[[questions.answers]]
id = "no"
zh = "否"
en = "No"
result = "end"
article = { code = "31", zh = "第三十一条", en = "art. 31" }
why = { zh = "因", en = "because" }
[[results]]
id = "end"
zh = "终"
en = "End"
follows = { zh = "完", en = "over" }
office = { zh = "某机关", en = "some office" }
document = { zh = "某文书", en = "some document" }
"""


def test_a_questionnaire_of_ones_own_can_be_walked() -> None:
    own = parse_guide(SOUND, "own.toml")
    found = walk({"a": "yes", "b": "no"}, within=own)
    assert found.result is not None
    assert (found.result.id, found.result.klass, found.result.route, found.unsure) == ("end", None, None, ())
    assert len(own.digest) == 64


LOST = (
    '[[results]]\nid = "lost"\nzh = "失"\nen = "Lost"\nfollows = { zh = "失", en = "l" }\n'
    'office = { zh = "失", en = "l" }\ndocument = { zh = "失", en = "l" }\n[[results]]'
)
SECOND = '[[questions]]\nid = "b"'
BARE = f'[[questions]]\nid = "c"\nzh = "丙"\nen = "C"\n{SECOND}'


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ('start = "a"', 'start = "b"', "not_the_first", 1),
        ('next = "b"', 'next = "a"', "leads_nowhere", 10),
        ('next = "b"', 'next = "c"', "leads_nowhere", 10),
        ('next = "b"', 'result = "none"', "leads_nowhere", 10),
        ('next = "b"', 'result = "end"', "not_reached", 2),
        ('next = "b"', 'next = "b"\nresult = "end"', "one_way_on", 10),
        ('next = "b"\n', "", "one_way_on", 6),
        ('result = "end"', 'next = "a"', "leads_nowhere", 21),
        ('article = { code = "31", zh', "article = { zh", "missing", 11),
        ('why = { zh = "因", ', "why = { ", "missing", 12),
        ('id = "no"', 'id = "no"\nif = 3', "unknown_key", 19),
        ('follows = { zh = "完", en = "over" }', "", "missing", 24),
        ('office = { zh = "某机关", en = "some office" }', "", "missing", 24),
        ('document = { zh = "某文书", en = "some document" }', "", "missing", 24),
        (
            "[[results]]",
            LOST,
            "not_reached",
            24,
        ),
        ("start =", "start", "not_toml", 1),
    ],
)
def test_an_unsound_questionnaire_is_refused_by_line(old: str, new: str, code: str, line: int) -> None:
    assert old in SOUND
    with pytest.raises(Invalid, match=rf"^pack\.{code}$") as caught:
        parse_guide(SOUND.replace(old, new, 1), "own.toml")
    assert caught.value.facts["line"] == line


def test_two_answers_of_one_name_and_a_question_without_answers_are_refused() -> None:
    doubled = SOUND.replace(
        '[[questions]]\nid = "b"',
        '[[questions.answers]]\nid = "yes"\nzh = "是"\nen = "Yes"\nnext = "b"\n'
        'article = { code = "31", zh = "第三十一条", en = "art. 31" }\nwhy = { zh = "因", en = "b" }\n'
        '[[questions]]\nid = "b"',
    )
    with pytest.raises(Invalid, match=r"pack\.twice"):
        parse_guide(doubled, "own.toml")
    with pytest.raises(Invalid, match=r"pack\.missing"):
        parse_guide(SOUND.replace(SECOND, BARE), "own.toml")
