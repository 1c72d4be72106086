"""Writes docs/law/lifecycle.md from the lifecycle's table, or says with --check that it is fresh."""

import inspect
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from huiyin.rules.access.roles import RIGHTS
from huiyin.rules.lifecycle import steps
from huiyin.rules.lifecycle.states import State
from huiyin.rules.lifecycle.steps import STEPS, Step

PAGE = Path(__file__).parents[1] / "docs" / "law" / "lifecycle.md"
CODE = re.compile(r'Obstacle\(code="(?P<code>[^"]+)", article=f?"(?P<article>[^"]+)"\)')
WORDS = re.compile(r'= "(?P<state>\w+)"  # (?P<chinese>[^:]+)')

HEAD = """# The life of a petition

Made from `huiyin.rules.lifecycle.steps` by `tools/lifecycle.py`; `make check` compares. The buttons of the
desk and the door ask the same table. Whether a step is also barred by its own matter (a window that is over,
a rating given already) is decided by its command.

```mermaid
stateDiagram-v2
"""

NOTES = """
A matter is born `registered`, or `transferred` when the competent office is clear enough to be found by
itself. Serving what an office says last answers the matter. The steps of the reviewing office are not in the
table yet: a matter `under_review` waits for them. Nothing ends in a state without a way on except what is
decided here for good.

| step | who | from | article | hindered by |
|---|---|---|---|---|
"""


def page() -> str:
    """Return the whole page."""
    rows = "\n".join(_row(step) for step in STEPS.values())
    return HEAD + "\n".join(_diagram()) + "\n```\n" + NOTES + rows + "\n"


def _diagram() -> Iterator[str]:
    names = dict(WORDS.findall(inspect.getsource(State)))
    for state in State:
        yield f"    {state}: {names[state]} {state}"
    yield f"    [*] --> {State.REGISTERED}: file"
    yield f"    [*] --> {State.TRANSFERRED}: file, the office is clear"
    for step in STEPS.values():
        if step.to is not None:
            yield from (f"    {state} --> {step.to}: {step.name}" for state in _ordered(step.states))
    yield f"    {State.ACCEPTED} --> {State.ANSWERED}: serve_document (what the office says last)"
    yield from (f"    {state} --> [*]" for state in (State.REDIRECTED, State.DECLINED, State.ANSWERED))


def _row(step: Step) -> str:
    states = "every state" if step.states == frozenset(State) else ", ".join(_ordered(step.states))
    who = ", ".join(
        f"{role} ({rights[step.permission]})" for role, rights in RIGHTS.items() if step.permission in rights
    )
    hindrances = "; ".join(
        f"`{found['code']}` ({found['article'].replace('{ACT} ', '')})"
        for hindrance in step.hindrances
        for found in CODE.finditer(inspect.getsource(hindrance))
    )
    article = step.article.removeprefix(f"{steps.ACT} ")
    return f"| `{step.name}` | {who} | {states} | {article} | {hindrances} |"


def _ordered(states: Iterable[State]) -> list[State]:
    return [state for state in State if state in set(states)]


def main() -> int:
    """Write the page; with --check say whether it is fresh."""
    if "--check" not in sys.argv:
        PAGE.write_text(page(), "utf-8")
        return 0
    if not PAGE.exists() or PAGE.read_text("utf-8") != page():
        sys.stderr.write("docs/law/lifecycle.md differs from the table. Run: python tools/lifecycle.py\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
