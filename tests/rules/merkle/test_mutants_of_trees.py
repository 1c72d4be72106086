"""Mutation testing: what survives a change of the tree's code is listed and explained, nothing else."""

import re
from pathlib import Path

import pytest

from rules.statute.mutants import mutants
from rules.statute.mutation import MERKLE, survives_all

LIST = Path(__file__).parent / "mutants.md"
EXPLAINED = set(re.findall(r"^- `(.+)`: \S", LIST.read_text("utf-8"), re.MULTILINE))
FILES = [file.name for file in sorted(MERKLE.package.glob("*.py")) if file.name != "__init__.py"]


def test_every_mutant_explained_can_still_be_made() -> None:
    made = {mutant.name for file in FILES for mutant in mutants(MERKLE.package / file, MERKLE.package)}
    assert made >= EXPLAINED
    assert len(made) > 200


@pytest.mark.long
@pytest.mark.parametrize("file", FILES)
def test_only_what_is_explained_survives(file: str) -> None:
    explained = {name for name in EXPLAINED if name.startswith(f"{file} ")}
    assert survives_all(MERKLE, MERKLE.package / file) == explained
