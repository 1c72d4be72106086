"""Mutation testing: what survives a change of the statute's code is listed and explained, nothing else."""

import re
from pathlib import Path

import pytest

from rules.statute.mutants import PACKAGE, mutants
from rules.statute.mutation import STATUTE, survives_all

LIST = Path(__file__).parents[3] / "docs" / "law" / "mutants.md"
EXPLAINED = set(re.findall(r"^- `(.+)`: \S", LIST.read_text("utf-8"), re.MULTILINE))
FILES = [file.relative_to(PACKAGE).as_posix() for file in sorted(PACKAGE.rglob("*.py"))]


def test_every_mutant_explained_can_still_be_made() -> None:
    files = {name.partition(" ")[0] for name in EXPLAINED}
    made = {mutant.name for file in files for mutant in mutants(PACKAGE / file)}
    assert made >= EXPLAINED
    assert len(made) > 20


@pytest.mark.long
@pytest.mark.parametrize("file", FILES)
def test_only_what_is_explained_survives(file: str) -> None:
    explained = {name for name in EXPLAINED if name.startswith(f"{file} ")}
    assert survives_all(STATUTE, PACKAGE / file) == explained
