"""Writes docs/map.md: every command with permission, article, step, ledger kind, who executes it, its tests.

With --check it says whether the page is fresh. Who executes a command is found in the source: a URL stands
beside it when its view reaches the command's name through functions of the web and of preparation.
"""

import ast
import inspect
import os
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator
from functools import cache, partial
from pathlib import Path
from types import ModuleType
from typing import Any

import django
from django.urls import URLPattern, URLResolver, get_resolver

from huiyin.commands.handler import Handler
from huiyin.door.handlers import HANDLERS
from huiyin.kernel.command import Command
from huiyin.rules.access.roles import RIGHTS
from huiyin.rules.lifecycle.steps import STEPS

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src"
PAGE = ROOT / "docs" / "map.md"
ARTICLE = re.compile(
    r"《?(?P<law>[\u4e00-\u9fff]{2,}(?:条例|法))》? ?"
    r"(?P<article>第[〇零一二三四五六七八九十百]+条[^,;:().\s]*)"
)

HEAD = """# Map

Every command: what it needs, which provision it carries out, what it does to a matter, and from where it is
executed. Made by `tools/map.py`; `make check` compares.

| command | permission | held by | article | step | ledger kind | executed from | tests |
|---|---|---|---|---|---|---|---|
"""

Place = tuple[str, str]  # module, name


def page() -> str:
    """Return the whole page."""
    reached = _reached()
    commands = sorted(HANDLERS.items(), key=lambda item: (item[0].__module__, item[0].__name__))
    return HEAD + "\n".join(_row(command, handler, reached) for command, handler in commands) + "\n"


def _row(command: type[Command], handler: Handler[Any, Any], reached: dict[str, set[Place]]) -> str:
    module = inspect.getmodule(command)
    decide = ast.parse(inspect.getsource(handler.decide))  # type: ignore[arg-type]
    step = next((name for name in _texts(decide) if name in STEPS), None)
    held = ", ".join(role for role, rights in RIGHTS.items() if handler.permission in rights)
    own: Place = (command.__module__, command.__name__)
    places = ", ".join(sorted(place for place, names in reached.items() if own in names)) or "—"
    return (
        f"| `{command.__name__}` | `{handler.permission}` | {held} "
        f"| {STEPS[step].article if step else _article(module)} | {_transition(step)} "
        f"| `{_kind(decide, step)}` | {places} | {_tests(command)} |"
    )


def _texts(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _article(module: ModuleType | None) -> str:
    found = ARTICLE.search((module and module.__doc__) or "")
    return f"{found['law']} {found['article']}" if found else "—"


def _transition(step: str | None) -> str:
    if step is None:
        return "—"
    to = STEPS[step].to
    return f"`{step}` → {to}" if to else f"`{step}`"


def _kind(decide: ast.AST, step: str | None) -> str:
    for node in ast.walk(decide):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Decision":
            kinds = [word.value for word in node.keywords if word.arg == "kind"]
            return str(ast.literal_eval(kinds[0]))
    return f"petition.{STEPS[step].to}" if step else "?"


def _tests(command: type[Command]) -> str:
    room, name = command.__module__.split(".")[-2:]
    file = Path("tests") / "commands" / room / f"test_{name}.py"
    return f"[{room}/{name}](../{file})" if (ROOT / file).exists() else "none"


def _reached() -> dict[str, set[Place]]:
    """Return for every URL, job and program the names that its code reaches."""
    found = {
        f"`/{path}`": _closure({(module, name)}, ("huiyin.web", "huiyin.prepare"))
        for path, module, name in _views(get_resolver(), "")
    }
    for floor in ("jobs", "cli"):
        for file in sorted((SOURCE / "huiyin" / floor).rglob("*.py")):
            module = ".".join(file.relative_to(SOURCE).with_suffix("").parts)
            names = {name for function in _functions(module).values() for name in function}
            found[f"{floor} `{module.removeprefix(f'huiyin.{floor}.')}`"] = _closure(
                names, ("huiyin.prepare",)
            )
    return found


def _views(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, str, str]]:
    for pattern in resolver.url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _views(pattern, path)
        elif isinstance(pattern, URLPattern) and pattern.callback:
            view = pattern.callback
            while isinstance(view, partial):
                view = view.func
            view = inspect.unwrap(view)
            yield path, view.__module__, view.__qualname__.split(".")[0]


def _closure(starts: Iterable[Place], through: tuple[str, ...]) -> set[Place]:
    """Return the names reached from these by functions of the given floors."""
    seen: set[Place] = set()
    ahead = list(starts)
    while ahead:
        place = ahead.pop()
        if place not in seen:
            seen.add(place)
            ahead += _functions(place[0]).get(place[1], ()) if place[0].startswith(through) else ()
    return seen


@cache
def _functions(module: str) -> dict[str, set[Place]]:
    """Return for every name that a module defines at its top the places that its code names."""
    file = SOURCE / Path(*module.split("."))
    file = file / "__init__.py" if file.is_dir() else file.with_suffix(".py")
    if not file.exists():
        return {}
    tree = ast.parse(file.read_text("utf-8"))
    imported: dict[str, Place] = {}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module:
            imported |= {alias.asname or alias.name: (node.module, alias.name) for alias in node.names}
    defined = {name: node for node in tree.body for name in _defined(node)}
    own = {name: (module, name) for name in defined}
    return {name: set(_named(node, {**imported, **own})) for name, node in defined.items()}


def _defined(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        yield from (target.id for target in targets if isinstance(target, ast.Name))


def _named(tree: ast.AST, known: dict[str, Place]) -> Iterator[Place]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in known:
            module, name = known[node.value.id]
            yield f"{module}.{name}", node.attr
        elif isinstance(node, ast.Name) and node.id in known:
            yield known[node.id]


def main() -> int:
    """Write the page; with --check say whether it is fresh."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HUIYIN_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "huiyin.config.settings"
        django.setup()
        wanted = page()
    if "--check" not in sys.argv:
        PAGE.write_text(wanted, "utf-8")
        return 0
    if not PAGE.exists() or PAGE.read_text("utf-8") != wanted:
        sys.stderr.write("docs/map.md differs from the commands. Run: python tools/map.py\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
