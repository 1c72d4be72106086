"""Mutants of code: each with one small change, made in the tree of its module."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RULES = Path(__file__).parents[3] / "src" / "huiyin" / "rules"
PACKAGE = RULES / "statute"

SWAPPED: dict[type[ast.AST], type[Any]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """One change: where it is, the source before and after, and how often the same change came before."""

    file: str
    place: str
    before: str
    after: str
    number: int
    tree: ast.Module

    @property
    def name(self) -> str:
        """A name that stands while lines move."""
        again = f" #{self.number}" if self.number else ""
        return f"{self.file} {self.place}: {self.before} -> {self.after}{again}"


def mutants(file: Path, package: Path = PACKAGE) -> Iterator[Mutant]:
    """Yield every mutant of a module of the package, in the order of its source."""
    tree = ast.parse(file.read_text("utf-8"))
    name = file.relative_to(package).as_posix()
    seen: dict[tuple[str, str, str], int] = {}
    places = _places(tree)
    for count, node in enumerate(ast.walk(tree)):
        if node not in places:
            continue
        for variant in range(_variants(node)):
            changed = copy.deepcopy(tree)
            target = next(n for at, n in enumerate(ast.walk(changed)) if at == count)
            before = _source(target)
            if not _change(target, variant):
                continue
            key = (places[node], before, _source(target))
            seen[key] = seen.get(key, -1) + 1
            place, old, new = key
            yield Mutant(file=name, place=place, before=old, after=new, number=seen[key], tree=changed)


def _places(tree: ast.Module) -> dict[ast.AST, str]:
    """Return each node inside a function with the function's name; declarations are data, not behaviour."""
    found: dict[ast.AST, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            for inner in node.body:
                found |= dict.fromkeys(ast.walk(inner), node.name)
    for node in ast.walk(tree):
        if isinstance(node, ast.AnnAssign):
            for one in ast.walk(node.annotation):
                found.pop(one, None)
    return found


def _source(node: ast.AST) -> str:
    if isinstance(node, ast.If):
        return f"if {ast.unparse(node.test)}"
    return ast.unparse(node).replace("\n", " ")


def _variants(node: ast.AST) -> int:
    if isinstance(node, ast.Compare):
        return len(node.ops)
    if isinstance(node, ast.Constant):
        return 1 if type(node.value) in {int, bool} else 0
    return (
        1 if isinstance(node, ast.BoolOp | ast.BinOp | ast.UnaryOp | ast.IfExp | ast.If | ast.Continue) else 0
    )


def _change(node: ast.AST, variant: int) -> bool:
    """Change a node in place; False when it has no such change."""
    if isinstance(node, ast.Compare):
        node.ops[variant] = SWAPPED[type(node.ops[variant])]()
    elif isinstance(node, ast.Constant):
        node.value = not node.value if isinstance(node.value, bool) else int(str(node.value)) + 1
    elif isinstance(node, ast.BoolOp | ast.BinOp) and type(node.op) in SWAPPED:
        node.op = SWAPPED[type(node.op)]()
    elif isinstance(node, ast.IfExp):
        node.body, node.orelse = node.orelse, node.body
    else:
        return _negate(node)
    return True


def _negate(node: ast.AST) -> bool:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        node.operand = ast.UnaryOp(op=ast.Not(), operand=node.operand)
        return True
    if isinstance(node, ast.If) and not isinstance(node.test, ast.Compare | ast.UnaryOp):
        node.test = ast.UnaryOp(op=ast.Not(), operand=node.test)
        return True
    return False
