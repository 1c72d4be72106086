"""Every reason of the tree has its sentence, with the facts that it is given."""

import ast
import string
from pathlib import Path

import pytest

from huiyin.cli.wording import Language, sentence, sentences
from huiyin.rules import merkle

REASONS = {
    (call.args[0].value, frozenset(str(one.arg) for one in call.keywords))
    for path in Path(merkle.__file__).parent.glob("*.py")
    for call in ast.walk(ast.parse(path.read_text("utf-8")))
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Invalid"
    if isinstance(call.args[0], ast.Constant)
}


def test_no_sentence_is_left_over() -> None:
    assert {code for code in sentences() if code.startswith("merkle.")} == {code for code, _ in REASONS}


@pytest.mark.parametrize(("code", "facts"), sorted(REASONS, key=str))
@pytest.mark.parametrize("language", Language)
def test_every_reason_has_a_sentence_made_of_its_facts(
    code: str, facts: frozenset[str], language: Language
) -> None:
    assert code in sentences()
    named = {name for _, name, _, _ in string.Formatter().parse(sentences()[code][language]) if name}
    assert named <= facts
    assert sentence(code, dict.fromkeys(facts, 7), language)
