"""Every code that people can meet on the command line has its sentence, in both languages."""

import ast
import string
import tomllib
from pathlib import Path

import pytest

import huiyin
from huiyin.cli.wording import FOLDER, Language, language_of, sentence, sentences

SOURCE = Path(huiyin.__file__).parent
RAISERS = {"Misconfigured", "Conflict"}
SPEAKERS = {"tell", "say", "_tell", "result", "words"}


def _codes() -> set[str]:
    found = set()
    for room in ("cli", "config", "adapters"):
        for path in (SOURCE / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and _name(node.func) in RAISERS | SPEAKERS | {
                    "Finding",
                    "Step",
                }:
                    found |= _literals(node)
    return found


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _literals(call: ast.Call) -> set[str]:
    named = [keyword.value for keyword in call.keywords if keyword.arg in {"code", "title"}]
    return {
        node.value
        for node in [*call.args[:1], *named]
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "." in node.value
    }


def test_every_code_has_a_sentence() -> None:
    codes = _codes()
    assert len(codes) > 50
    assert codes - set(sentences()) == set()


@pytest.mark.parametrize("code", sorted(sentences()))
def test_the_chinese_names_no_fact_that_the_english_does_not_have(code: str) -> None:
    wordings = sentences()[code]
    assert set(wordings) == {"en", "zh"}
    english, chinese = (
        {name for _, name, _, _ in string.Formatter().parse(wordings[language]) if name}
        for language in Language
    )
    assert chinese <= english


def test_no_code_has_two_sentences() -> None:
    files = [tomllib.loads(path.read_text("utf-8")) for path in FOLDER.glob("*.toml")]
    assert sum(len(file) for file in files) == len(sentences())


def test_a_code_without_a_sentence_still_says_something() -> None:
    assert sentence("some.code", {"fact": 1}, Language.EN) == "some.code {'fact': 1}"


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, Language.EN),
        ({"LANG": "zh_CN.UTF-8"}, Language.ZH),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, Language.EN),
        ({"LANG": "de_AT.UTF-8"}, Language.EN),
    ],
)
def test_the_terminals_locale_chooses_the_language(environ: dict[str, str], language: Language) -> None:
    assert language_of(environ) is language
