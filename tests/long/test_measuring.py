"""`huiyin bench` measures everything it says, on an installation of its own, and leaves nothing behind."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from huiyin.cli.bench.ground import huiyin

pytestmark = pytest.mark.long

PETITIONS = 400
DISK = "/var/tmp"
STEPS = {"file", "transfer", "classify", "open", "accept", "draft", "sign", "serve", "find"}


@pytest.fixture(scope="module")
def results() -> Iterator[dict[str, Any]]:
    """What was measured; on a disk, since nothing durable can be measured in memory, where tests live."""
    with TemporaryDirectory(prefix="huiyin-measured-", dir=DISK) as folder:
        yield _measured(Path(folder))


def _measured(folder: Path) -> dict[str, Any]:
    order = huiyin("bench", "--petitions", str(PETITIONS), "--seconds", "1", "--clients", "1,4", "--json")
    environ = {**os.environ, "TMPDIR": str(folder)}
    ran = subprocess.run(order, env=environ, cwd=folder, capture_output=True, text=True, check=True)
    assert not list(folder.glob("huiyin-bench-*"))
    (path,) = Path(folder, "bench-results").glob("*.json")
    kept: dict[str, Any] = json.loads(path.read_text("utf-8"))
    assert json.loads(ran.stdout[ran.stdout.index("{\n") :]) == kept
    return kept


def test_filing_is_measured_for_each_number_of_clients_without_an_error(results: dict[str, Any]) -> None:
    assert [one["clients"] for one in results["filing"]] == [1, 4]
    for one in results["filing"]:
        assert one["errors"] == {}
        assert 0 < one["p50"] <= one["p95"] <= one["p99"]


def test_every_page_is_measured_without_an_error(results: dict[str, Any]) -> None:
    assert {one["page"] for one in results["pages"]} >= {"bureau's queue", "petition", "public figures"}
    assert all(one["errors"] == {} and one["answered"] for one in results["pages"])


def test_a_whole_life_has_all_its_steps(results: dict[str, Any]) -> None:
    (life,) = results["life"]
    assert set(life["step_ms"]) == STEPS
    assert life["lives_per_second"] > 0


def test_the_ledger_of_what_was_made_and_measured_is_well(results: dict[str, Any]) -> None:
    (ledger,) = results["ledger"]
    assert ledger["well"] is True
    assert ledger["entries"] > PETITIONS


def test_memory_is_told_for_each_process_and_baselines_for_ratios(results: dict[str, Any]) -> None:
    assert {"up", "web", "worker", "database"} <= {one["process"] for one in results["memory"]}
    assert set(results["baselines"]["insert_commits_per_second"]) == {"1", "4"}
