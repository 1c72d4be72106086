"""Figures: percentiles, tables on the screen, results in a file."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from statistics import quantiles
from typing import Any

from huiyin.cli.bench.load import Run

FOLDER = Path("bench-results")
MILLI = 1000


def percentiles(seconds: Sequence[float]) -> dict[str, float]:
    """Return p50, p95 and p99 in milliseconds."""
    if len(seconds) < 2:  # noqa: PLR2004  quantiles need two
        return {"p50": 0.0, "p95": 0.0, "p99": 0.0}
    cuts = quantiles(seconds, n=100, method="inclusive")
    return {name: round(cuts[place] * MILLI, 1) for name, place in (("p50", 49), ("p95", 94), ("p99", 98))}


def of_run(run: Run, clients: int) -> dict[str, Any]:
    """Return the figures of one run of the load client."""
    return {
        "clients": clients,
        "per_second": round(run.per_second, 1),
        **percentiles(run.took),
        "answered": len(run.took),
        "errors": dict(run.errors),
        "seconds": round(run.seconds, 2),
    }


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return rows as a table, a column for each name that any of them has."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    cells = [names, *[[_cell(row.get(name, "")) for name in names] for row in rows]]
    widths = [max(len(line[place]) for line in cells) for place in range(len(names))]
    return "\n".join(
        "  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)) for line in cells
    )


def keep(results: Mapping[str, Any], at: datetime) -> Path:
    """Write results to ``bench-results/<date>.json`` and return the path."""
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{at:%Y-%m-%dT%H%M%SZ}.json"
    path.write_text(json.dumps(results, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return path


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:,.1f}"
    if isinstance(value, Mapping):
        return " ".join(f"{name}:{_cell(one)}" for name, one in value.items()) or "none"
    return f"{value:,}" if isinstance(value, int) else str(value)
