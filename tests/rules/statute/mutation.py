"""Mutation testing of rules: each small change of their code must make one of their tests fail.

A mutant is run in a child process that has the changed module instead of the real one. The tests are those of
the rules' folder, with few examples of each property; the first failure ends the run.
"""

import ast
import contextlib
import copy
import functools
import importlib
import importlib.abc
import importlib.machinery
import itertools
import os
import resource
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import hypothesis
import pytest
import yaml

from rules.statute.mutants import RULES, Mutant, mutants

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
AT_ONCE = os.cpu_count() or 1
ROOM = 2 << 30  # bytes; an endless loop may also grow without end
WELL = 0


@dataclass(frozen=True, kw_only=True)
class Subject:
    """Rules whose code is changed, and their tests; `nearest` are those that notice a change soonest."""

    name: str
    nearest: Mapping[str, str]
    otherwise: str
    not_run: frozenset[str]
    patience: float  # seconds; all tests together take a quarter of it

    @property
    def package(self) -> Path:
        """Where the code is."""
        return RULES / self.name

    @property
    def module(self) -> str:
        """The name of the package."""
        return f"huiyin.rules.{self.name}"

    def tests_for(self, file: Path) -> list[str]:
        """Return the tests to run for a mutant of the file, those that know it best first."""
        place = file.relative_to(self.package)
        nearest = self.nearest.get(place.as_posix()) or self.nearest.get(place.parts[0], self.otherwise)
        found = sorted(
            (HERE.parent / self.name).glob("test_*.py"), key=lambda path: (path.name != nearest, path.name)
        )
        return [str(path) for path in found if path.name not in self.not_run]


@dataclass(frozen=True)
class _Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives one module from a changed tree."""

    module: str
    path: str
    tree: ast.Module

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> Any:  # noqa: ARG002  as imports ask
        if fullname != self.module:
            return None
        place = [str(Path(self.path).parent)] if self.path.endswith("__init__.py") else None
        spec = importlib.machinery.ModuleSpec(fullname, self, origin=self.path, is_package=place is not None)
        spec.submodule_search_locations = place
        spec.has_location = True
        return spec

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(ast.fix_missing_locations(self.tree), self.path, "exec"), module.__dict__)  # noqa: S102


@dataclass(frozen=True)
class Run:
    """A mutant's tests running in a child process, which dies with it."""

    mutant: Mutant
    child: int
    end: int  # readable once the child has ended
    until: float

    @classmethod
    def begin(cls, subject: Subject, mutant: Mutant, tests: Sequence[str]) -> "Run":
        """Start the tests."""
        child = os.fork()
        if child == 0:
            _run_and_exit(subject, mutant, tests)
        return cls(mutant, child, os.pidfd_open(child), time.monotonic() + subject.patience)

    def survives(self) -> bool:
        """True when no test failed; call when it has ended, or its time is over as in an endless loop."""
        if time.monotonic() >= self.until:
            os.kill(self.child, signal.SIGKILL)
        os.close(self.end)
        _, status = os.waitpid(self.child, 0)
        return os.waitstatus_to_exitcode(status) == WELL


def ended(running: Sequence[Run]) -> list[Run]:
    """Wait until runs have ended, or have used up their time; return them."""
    first = min(run.until for run in running)
    ready, _, _ = select.select([run.end for run in running], [], [], max(0.0, first - time.monotonic()))
    return [run for run in running if run.end in ready or run.until <= time.monotonic()]


def _run_and_exit(subject: Subject, mutant: Mutant, tests: Sequence[str]) -> None:
    code = 1
    with contextlib.suppress(BaseException):
        resource.setrlimit(resource.RLIMIT_DATA, (ROOM, ROOM))
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        dotted = f"{subject.module}." + mutant.file.removesuffix(".py").replace("/", ".")
        module = dotted.removesuffix(".__init__")
        sys.meta_path.insert(0, _Changed(module, str(subject.package / mutant.file), mutant.tree))
        code = int(pytest.main([*OPTIONS, *tests]))
    os._exit(code)


OPTIONS = ["-x", "-q", "--noconftest", "-p", "no:cacheprovider", "-p", "no:django", "-c", os.devnull]
OPTIONS += [f"--rootdir={ROOT}", "-W", "ignore"]


def prepare(subject: Subject) -> None:
    """Make the children quick: few examples, and each file of cases read once for all of them."""
    hypothesis.settings.register_profile(
        "mutants",
        max_examples=15,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
    )
    hypothesis.settings.load_profile("mutants")
    read = functools.lru_cache(yaml.safe_load)
    yaml.safe_load = lambda text: copy.deepcopy(read(text))
    for file in sorted((HERE / "cases").glob("*.yaml")) + sorted((HERE / "golden").glob("*.yaml")):
        yaml.safe_load(file.read_text("utf-8"))
    for name in [name for name in sys.modules if name.startswith(subject.module)]:
        del sys.modules[name]


STATUTE = Subject(
    name="statute",
    nearest={
        "packs": "test_reading_packs.py",
        "questionnaire": "test_questionnaire.py",
        "calendars": "test_calendars.py",
        "wording.py": "test_wording.py",
        "choose.py": "test_applicable_packs.py",
        "matters.py": "test_applicable_packs.py",
        "counting.py": "test_counting.py",
        "lines.py": "test_lines_of_packs.py",
        "calendars/reading.py": "test_calendar_files.py",
        "law.py": "test_law_in_force.py",
        "proposed.py": "test_law_in_force.py",
        "changed.py": "test_touched.py",
        "question.py": "test_question.py",
        "asking.py": "test_question.py",
        "naming.py": "test_clock_ids.py",
    },
    otherwise="test_clock_edges.py",
    # Comparing with libraries loads them for each mutant; the list made from one is in test_calendars.
    not_run=frozenset({"test_mutants.py", "test_calendar_libraries.py"}),
    patience=60.0,
)
MERKLE = Subject(
    name="merkle",
    nearest={
        "tiles.py": "test_tiles.py",
        "proofs.py": "test_tree_proofs.py",
        "note.py": "test_signed_notes.py",
        "checkpoint.py": "test_checkpoints.py",
    },
    otherwise="test_tree_hashing.py",
    not_run=frozenset({"test_mutants_of_trees.py"}),
    patience=20.0,
)
SUBJECTS = {subject.name: subject for subject in (STATUTE, MERKLE)}


def survivors(subject: Subject, files: Sequence[Path]) -> Iterator[tuple[Mutant, bool]]:
    """Yield every mutant of the files and whether it survives, in the order in which that is known."""
    prepare(subject)
    waiting = (
        (mutant, subject.tests_for(file)) for file in files for mutant in mutants(file, subject.package)
    )
    running = [Run.begin(subject, *one) for one in itertools.islice(waiting, AT_ONCE)]
    while running:
        for run in ended(running):
            yield run.mutant, run.survives()
            running.remove(run)
            running += [Run.begin(subject, *one) for one in itertools.islice(waiting, 1)]


def survives_all(subject: Subject, file: Path) -> set[str]:
    """Return the names of the mutants of a file that no test notices.

    In a process of its own: the real modules stay as they are here.
    """
    name = file.relative_to(subject.package).as_posix()
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")])
    ran = subprocess.run(
        [sys.executable, "-m", "rules.statute.mutation", subject.name, name],
        env={**os.environ, "PYTHONPATH": paths},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(ran.stdout.splitlines())


def main() -> None:
    """Print the survivors of the rules named first, in the modules named then, or in all.

    How long it took goes to standard error.
    """
    subject = SUBJECTS[sys.argv[1]]
    files = [subject.package / name for name in sys.argv[2:]] or sorted(subject.package.rglob("*.py"))
    began, count = time.monotonic(), 0
    for mutant, alive in survivors(subject, files):
        count += 1
        if alive:
            print(mutant.name, flush=True)  # noqa: T201
    sys.stderr.write(f"{count} mutants in {time.monotonic() - began:.0f} s\n")


if __name__ == "__main__":
    main()
