"""What the command line says: a code and facts become one sentence, in English or Chinese.

The sentences are data: every TOML file in the folder `sentences` beside this module.
"""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "sentences"


class Language(StrEnum):
    """The languages of the command line."""

    EN = "en"
    ZH = "zh"


def language_of(environ: Mapping[str, str]) -> Language:
    """Return the language that the terminal's locale asks for; English unless it is Chinese."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environ.get(name):
            return Language.ZH if value.lower().startswith("zh") else Language.EN
    return Language.EN


@cache
def sentences() -> dict[str, dict[str, str]]:
    """Return code -> language -> sentence of all files."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        found.update(tomllib.loads(path.read_text("utf-8")))
    return found


def sentence(code: str, facts: Mapping[str, Any], language: Language) -> str:
    """Return the sentence of `code`; a code without one is shown with its facts."""
    wordings = sentences().get(code)
    if wordings is None:
        return f"{code} {dict(facts)}" if facts else code
    return wordings[language].format(**facts)
