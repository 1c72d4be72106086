"""`huiyin receipt verify`: what a receipt or a record of non-response proves, in plain words, offline."""

import base64
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import builders
from huiyin.cli.receipt import command
from huiyin.cli.wording import Language
from huiyin.jobs.silences import sweep_silences
from huiyin.prepare import nonresponse, receipts
from huiyin.prepare.house import vault
from rules.receipt import made, made_silence
from support.moment import AT

SOURCE = Path(__file__).parents[2] / "src"


@pytest.fixture
def files(installed: Any, tmp_path: Path) -> dict[str, Path]:  # noqa: ARG001  the ground it stands on
    """The receipt of a matter, and the record of what then did not happen, as files."""
    life = builders.file_petition()
    sweep_silences(at=AT + timedelta(days=16))
    record = nonresponse.record_file(life.petition, 1)
    assert record is not None
    found = {"receipt": tmp_path / "receipt.json", "record": tmp_path / "record.json"}
    found["receipt"].write_bytes(receipts.receipt_of(life.prepared, life.outcomes[0]))
    found["record"].write_bytes(record)
    return found


def altered(path: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """Return a copy of the file with something changed."""
    plain = json.loads(path.read_bytes())
    change(plain)
    changed = path.with_name("altered.json")
    changed.write_text(json.dumps(plain), "utf-8")
    return changed


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("receipt", ("2026-05-06 10:00:00 China time (2026-05-06T02:00:00Z)", "纺织厂偷排污水")),
        ("record", ("The last day was 2026-05-21", "no official document")),
    ],
)
def test_a_file_says_what_it_proves(
    run: Any, files: dict[str, Path], kind: str, said: tuple[str, ...]
) -> None:
    ran = run(command, "verify", files[kind])
    assert ran.code == 0
    for words in ("nothing in it was altered", vault().signer.verifier_key, *said):
        assert words in ran.out


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("receipt", ("其中内容未被改动", "北京时间 2026-05-06 10:00:00")),
        ("record", ("逾期未见办复系统记录成立", "信访工作条例 第二十三条第三款")),
    ],
)
def test_it_speaks_chinese_as_well(
    run: Any, files: dict[str, Path], kind: str, said: tuple[str, ...]
) -> None:
    ran = run(command, "verify", files[kind], language=Language.ZH)
    for words in said:
        assert words in ran.out


def test_json_holds_what_was_filed(run: Any, files: dict[str, Path]) -> None:
    told = json.loads(run(command, "verify", files["receipt"], "--json").out)
    assert told["well"] is True
    assert told["filed"]["request"] == "请查处"


def test_json_holds_the_record(run: Any, files: dict[str, Path]) -> None:
    told = json.loads(run(command, "verify", files["record"], "--json").out)
    assert told["well"] is True
    assert told["record"]["binding_on"] == "2026-05-21"
    assert told["correction"] is None


@pytest.mark.parametrize("kind", ["receipt", "record"])
def test_the_published_key_is_compared(run: Any, files: dict[str, Path], kind: str) -> None:
    ran = run(command, "verify", files[kind], "--key", vault().signer.verifier_key)
    assert ran.code == 0
    assert "by the key you gave" in ran.out
    ran = run(command, "verify", files[kind], "--key", "another+00000000+AAAA")
    assert ran.code == 1
    assert "not signed by the key you gave" in ran.out


@pytest.mark.parametrize(
    ("kind", "change", "code"),
    [
        ("receipt", lambda plain: plain["filed"].update(request="请赔偿"), "receipt.content_altered"),
        ("receipt", lambda plain: plain.update(number="00000-00000-0"), "receipt.number_or_time_altered"),
        (
            "receipt",
            lambda plain: plain["promise"].update(signature=base64.b64encode(bytes(64)).decode()),
            "receipt.promise_invalid",
        ),
        ("receipt", lambda plain: plain.pop("salt"), "receipt.incomplete"),
        ("receipt", lambda plain: plain.update(format="huiyin-receipt/9"), "receipt.unknown_format"),
        ("record", lambda plain: plain["record"].update(binding_on="2026-05-20"), "receipt.content_altered"),
    ],
)
def test_an_altered_file_is_refused_with_the_reason(
    run: Any, files: dict[str, Path], kind: str, change: Any, code: str
) -> None:
    path = altered(files[kind], change)
    ran = run(command, "verify", path, "--json")
    assert ran.code == 1
    assert json.loads(ran.out)["code"] == code
    assert run(command, "verify", path).out.startswith("✗ ")


def test_a_correction_stands_before_all_else(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "corrected.json"
    path.write_bytes((made.VECTORS / "corrected.huiyin-nonresponse.json").read_bytes())
    lines = run(command, "verify", path).out.splitlines()
    assert "corrected on 2026-05-06 (answered_in_time)" in lines[1]
    told = json.loads(run(command, "verify", path, "--json").out)
    assert told["correction"]["reason"] == "answered_in_time"


def test_a_receipt_of_a_demonstration_says_so(run: Any, files: dict[str, Path]) -> None:
    path = altered(files["receipt"], lambda plain: plain.update(demo=True))
    assert "proves nothing about a real filing" in run(command, "verify", path).out


def test_a_record_of_a_demonstration_says_so(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "demo.json"
    path.write_bytes(made_silence.file(made_silence.recorded(demo=True), demo=True))
    assert "演示" in run(command, "verify", path).out


def test_it_needs_no_installation_and_leaves_nothing_behind(files: dict[str, Path], tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    environ = {name: value for name, value in os.environ.items() if not name.startswith("HUIYIN_")}
    program = "import sys; sys.argv[0] = 'huiyin'; from huiyin.cli.main import main; main()"
    ran = subprocess.run(
        [sys.executable, "-c", program, "receipt", "verify", str(files["receipt"])],
        cwd=folder,
        env={**environ, "PYTHONPATH": str(SOURCE), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert "nothing in it was altered" in ran.stdout
    assert list(folder.iterdir()) == []
