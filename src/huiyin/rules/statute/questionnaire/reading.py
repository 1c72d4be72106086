"""Reads a questionnaire file; anything that would leave a person without a way on is refused."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import replace
from types import MappingProxyType

from huiyin.rules.statute.packs.schema import INSTRUMENT_2022, citation
from huiyin.rules.statute.packs.section import Section, read_section
from huiyin.rules.statute.packs.shape import Words
from huiyin.rules.statute.questionnaire.shape import Answer, Guide, Question, Result


def parse_guide(text: str, file: str) -> Guide:
    """Return the questionnaire in a TOML text; Invalid ``pack.*`` names file, question, key and line.

    Every answer leads to one question further on or to one result; each is reached.
    """
    section = read_section(text, file)
    section.only({"start", "questions", "results"})
    results = {table.string("id"): _result(table) for table in section.inners("results")}
    tables = section.inners("questions")
    order = [table.string("id") for table in tables]
    questions: dict[str, Question] = {}
    for place, table in enumerate(tables):
        questions[order[place]] = _question(replace(table, rule=order[place]), order[place + 1 :], results)
    start = section.string("start")
    if start not in order[:1]:
        section.fail("not_the_first", "start", value=start)
    _all_reached(section, questions, results)
    return Guide(
        digest=hashlib.sha256(text.encode()).hexdigest(),
        start=questions[start],
        questions=MappingProxyType(questions),
        results=MappingProxyType(results),
    )


def _question(table: Section, later: Collection[str], results: Mapping[str, Result]) -> Question:
    table.only({"id", "zh", "en", "answers"})
    answers = tuple(_answer(inner, later, results) for inner in table.inners("answers"))
    if not answers or len({answer.id for answer in answers}) < len(answers):
        table.fail("twice" if answers else "missing", "answers")
    return Question(id=table.rule, words=_words(table), answers=answers)


def _answer(table: Section, later: Collection[str], results: Mapping[str, Result]) -> Answer:
    table.only({"id", "zh", "en", "next", "result", "article", "why"})
    onward, result = table.string("next", ""), table.string("result", "")
    if bool(onward) is bool(result):
        table.fail("one_way_on", "next")
    if onward and onward not in later:
        table.fail("leads_nowhere", "next", value=onward)
    if result and result not in results:
        table.fail("leads_nowhere", "result", value=result)
    return Answer(
        id=table.string("id"),
        words=_words(table),
        article=citation(table.inner("article"), INSTRUMENT_2022),
        why=table.words("why"),
        next=onward,
        result=result,
    )


def _result(table: Section) -> Result:
    table.only({"id", "class", "route", "zh", "en", "follows", "office", "document", "rules"})
    return Result(
        id=table.string("id"),
        klass=table.string("class", "") or None,
        route=table.whole("route", 0) or None,
        words=_words(table),
        follows=table.words("follows"),
        office=table.words("office"),
        document=table.words("document"),
        rules=tuple(table.strings("rules")),
    )


def _words(table: Section) -> Words:
    return Words(zh=table.string("zh"), en=table.string("en"))


def _all_reached(section: Section, questions: Mapping[str, Question], results: Mapping[str, Result]) -> None:
    answers = [answer for question in questions.values() for answer in question.answers]
    reached = {section.string("start")} | {answer.next for answer in answers}
    for question_id in questions:
        if question_id not in reached:
            section.fail("not_reached", "questions", value=question_id)
    for result_id in results.keys() - {answer.result for answer in answers}:
        section.fail("not_reached", "results", value=result_id)
