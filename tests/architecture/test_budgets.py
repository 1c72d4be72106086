"""The plan of the house that no linter knows: size, names, and where time may enter."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "huiyin"
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
LANDFILLS = {"utils", "util", "helpers", "helper", "common", "misc"}
WAYS_IN = {"web", "jobs", "cli", "config"}
CLOCK = {"huiyin.kernel.clock.now", "huiyin.kernel.clock.is_moved"}

MODULES = sorted(
    path for path in [*SOURCE.rglob("*.py"), *(ROOT / "tools").glob("*.py")] if "migrations" not in path.parts
)


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _lines_of_code(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    start = first.end_lineno if is_docstring else node.lineno
    assert start is not None
    assert node.end_lineno is not None
    return node.end_lineno - start


def test_no_file_is_longer_than_its_budget() -> None:
    lengths = {_name(path): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_no_function_is_longer_than_its_budget() -> None:
    lengths = {
        f"{_name(path)}:{node.name}": _lines_of_code(node) for path in MODULES for node in _functions(path)
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}


def test_nothing_is_named_as_a_landfill() -> None:
    assert [_name(path) for path in MODULES if {path.stem, *path.parts} & LANDFILLS] == []


def test_no_import_hides_in_a_function_or_behind_type_checking() -> None:
    hidden = [
        f"{_name(path)}:{inner.lineno}"
        for path in MODULES
        for node in _functions(path)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    guarded = [_name(path) for path in MODULES if "TYPE_CHECKING" in path.read_text("utf-8")]
    assert (hidden, guarded) == ([], [])


def _clock_uses(source: str) -> list[int]:
    tree, names = ast.parse(source), {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            names.update({alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names})
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [call.lineno for call in calls if _called(call.func, names) in CLOCK]


def _called(function: ast.expr, names: dict[str, str]) -> str:
    if isinstance(function, ast.Name):
        return names.get(function.id, "")
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        return f"{names.get(function.value.id, '')}.{function.attr}"
    return ""


def test_time_enters_at_the_ways_in_only() -> None:
    below = [path for path in SOURCE.rglob("*.py") if path.relative_to(SOURCE).parts[0] not in WAYS_IN]
    uses = {_name(path): _clock_uses(path.read_text("utf-8")) for path in below}
    assert {name: lines for name, lines in uses.items() if lines} == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from huiyin.kernel import clock\nclock.now()", 1),
        ("from huiyin.kernel.clock import now as jetzt\njetzt()", 1),
        ("from huiyin.kernel.clock import local_date\nlocal_date(at)", 0),
    ],
)
def test_a_reading_of_the_clock_is_recognised(source: str, found: int) -> None:
    assert len(_clock_uses(source)) == found


def test_every_module_says_what_it_is_for() -> None:
    assert [_name(path) for path in MODULES if not ast.get_docstring(_tree(path))] == []
