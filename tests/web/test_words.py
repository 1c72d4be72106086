"""Words: every sentence of the pages has its Chinese, every code its sentence."""

import ast
import gettext
import re
from pathlib import Path

import pytest
from django.utils import translation

import huiyin
from huiyin.kernel.errors import Invalid
from huiyin.web.shared.words import WORDS, say

SOURCE = Path(huiyin.__file__).parent
CATALOGUE = SOURCE / "locale" / "zh_Hans" / "LC_MESSAGES"
MARKS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}


@pytest.fixture(scope="module")
def chinese() -> gettext.GNUTranslations:
    with (CATALOGUE / "django.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def sentences_of_templates() -> set[str]:
    found: set[str] = set()
    for path in SOURCE.glob("web/*/templates/**/*.html"):
        source = path.read_text()
        # A word with a context may be the same in English and not in Chinese; `make check` looks at those.
        plain = re.findall(r"""{%\s*translate\s+(["'])((?:(?!\1).)*)\1(?:\s+as\s+\w+)?\s*%}""", source)
        found.update(text for _, text in plain)
        for block in re.findall(r"{%\s*blocktranslate[^%]*%}(.*?){%\s*endblocktranslate", source, re.DOTALL):
            singular = re.split(r"{%\s*plural\s*%}", block)[0]
            found.add(re.sub(r"{{\s*(\w+)\s*}}", r"%(\1)s", " ".join(singular.split())))
    return found


def sentences_of_modules() -> set[str]:
    found: set[str] = set()
    for path in SOURCE.glob("web/*/**/*.py"):
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in MARKS:
                found.update(
                    one.value
                    for one in call.args[:1]
                    if isinstance(one, ast.Constant) and isinstance(one.value, str)
                )
    return found


def pairs_of_source() -> dict[str, str]:
    source = (CATALOGUE / "django.po").read_text()
    blocks = [block for block in source.split("\n\n")[1:] if block.strip()]
    plain = [block for block in blocks if "\nmsgctxt " not in f"\n{block}"]
    return {_quoted(block, "msgid"): _quoted(block, r"msgstr(?:\[0\])?") for block in plain}


def _quoted(block: str, keyword: str) -> str:
    found = re.search(rf'^{keyword} ((?:"[^\n]*"\n?)+)', block, re.MULTILINE)
    assert found, block
    return "".join(str(ast.literal_eval(line)) for line in found[1].splitlines())


def in_chinese(chinese: gettext.GNUTranslations, sentence: str) -> str:
    """Return the Chinese of a sentence, also of one with a plural (which older Pythons do not look up)."""
    told = chinese.gettext(sentence)
    return told if told != sentence else chinese.ngettext(sentence, sentence, 1)


def test_no_sentence_of_a_template_lacks_its_chinese(chinese: gettext.GNUTranslations) -> None:
    sentences = sentences_of_templates()
    assert len(sentences) > 80
    assert [one for one in sorted(sentences) if in_chinese(chinese, one) == one] == []


def test_no_sentence_of_a_module_lacks_its_chinese(chinese: gettext.GNUTranslations) -> None:
    sentences = sentences_of_modules()
    assert len(sentences) > 80
    assert [one for one in sorted(sentences) if in_chinese(chinese, one) == one] == []


def test_the_compiled_catalogue_is_that_of_the_source(chinese: gettext.GNUTranslations) -> None:
    pairs = pairs_of_source()
    assert len(pairs) > 160
    for sentence, told in pairs.items():
        assert in_chinese(chinese, sentence) == told


def test_the_catalogue_holds_nothing_doubtful() -> None:
    source = (CATALOGUE / "django.po").read_text()
    assert "fuzzy" not in source
    assert "#~" not in source


def test_placeholders_are_the_same_in_both_languages(chinese: gettext.GNUTranslations) -> None:
    for sentence in sentences_of_templates() | sentences_of_modules():
        there = set(re.findall(r"%\(\w+\)s", in_chinese(chinese, sentence)))
        assert there == set(re.findall(r"%\(\w+\)s", sentence)), sentence


@pytest.mark.parametrize("code", sorted(WORDS))
def test_every_code_speaks_in_both_languages(code: str) -> None:
    name, _, field = code.partition(":")
    days = {"first": 1, "last": 2, "least": 3, "most": 4, "year": 5, "month": 6, "day": 7}
    fault = Invalid(name, field=field, limit=5, length=9, **days)
    with translation.override("en"):
        english = say(fault)
    with translation.override("zh-hans"):
        told = say(fault)
    assert told != english
    assert "%(" not in told + english


def test_a_code_without_words_still_says_what_to_do() -> None:
    with translation.override("zh-hans"):
        assert say(Invalid("never.heard_of")) == "这一项没能通过，请再看一下。"
