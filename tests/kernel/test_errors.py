"""Errors carry a code and facts; the words are chosen elsewhere."""

import pytest

from huiyin.kernel.errors import (
    Conflict,
    HuiyinError,
    Invalid,
    Misconfigured,
    Refused,
    Unknown,
    Unlawful,
)


@pytest.mark.parametrize("kind", [HuiyinError, Refused, Unknown, Conflict, Misconfigured])
def test_an_error_has_its_code_and_facts(kind: type[HuiyinError]) -> None:
    error = kind("opinion.not_drafted", step="sign")
    assert (error.code, error.facts, str(error)) == (
        "opinion.not_drafted",
        {"step": "sign"},
        "opinion.not_drafted",
    )
    assert isinstance(error, HuiyinError)


def test_what_was_typed_wrongly_names_its_field() -> None:
    error = Invalid("text.too_long", field="text", bytes=2)
    assert (error.field, error.facts) == ("text", {"bytes": 2})
    assert Invalid("text.empty").field == ""


def test_what_the_law_forbids_names_its_article() -> None:
    error = Unlawful("extension.too_late", article="信访工作条例 第三十四条", cap=30)
    assert (error.article, error.facts) == ("信访工作条例 第三十四条", {"cap": 30})
