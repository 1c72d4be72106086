"""`huiyin receipt verify`: what a receipt proves, said in plain words, without any installation."""

import base64
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import builders
from huiyin.cli.receipt import command
from huiyin.cli.wording import Language
from huiyin.prepare import receipts
from huiyin.prepare.house import vault

SOURCE = Path(__file__).parents[2] / "src"


@pytest.fixture
def receipt(installed: Any, tmp_path: Path) -> Path:  # noqa: ARG001  the ground it stands on
    """A receipt, as a file."""
    filed = builders.file_petition()
    path = tmp_path / "receipt.json"
    path.write_bytes(receipts.receipt_of(filed.prepared, filed.outcome))
    return path


def altered(receipt: Path, change: Any) -> Path:
    """Return a copy of the receipt with something changed."""
    plain = json.loads(receipt.read_bytes())
    change(plain)
    path = receipt.with_name("altered.json")
    path.write_text(json.dumps(plain), "utf-8")
    return path


def test_a_receipt_says_what_it_proves(run: Any, receipt: Path) -> None:
    ran = run(command, "verify", receipt)
    assert ran.code == 0
    assert "nothing in it was altered" in ran.out
    assert "2026-05-06 10:00:00 China time (2026-05-06T02:00:00Z)" in ran.out
    assert "纺织厂偷排污水" in ran.out
    assert vault().signer.verifier_key in ran.out


def test_it_speaks_chinese_as_well(run: Any, receipt: Path) -> None:
    ran = run(command, "verify", receipt, language=Language.ZH)
    assert "其中内容未被改动" in ran.out
    assert "北京时间 2026-05-06 10:00:00" in ran.out


def test_json_holds_what_was_filed(run: Any, receipt: Path) -> None:
    told = json.loads(run(command, "verify", receipt, "--json").out)
    assert told["well"] is True
    assert told["filed"]["request"] == "请查处"


def test_the_published_key_is_compared(run: Any, receipt: Path) -> None:
    assert "by the key you gave" in run(command, "verify", receipt, "--key", vault().signer.verifier_key).out
    ran = run(command, "verify", receipt, "--key", "another+00000000+AAAA")
    assert ran.code == 1
    assert "not signed by the key you gave" in ran.out


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda plain: plain["filed"].update(request="请赔偿"), "receipt.content_altered"),
        (lambda plain: plain.update(number="00000-00000-0"), "receipt.number_or_time_altered"),
        (
            lambda plain: plain["promise"].update(signature=base64.b64encode(bytes(64)).decode()),
            "receipt.promise_invalid",
        ),
        (lambda plain: plain.pop("salt"), "receipt.incomplete"),
        (lambda plain: plain.update(format="huiyin-receipt/9"), "receipt.unknown_format"),
    ],
)
def test_an_altered_receipt_is_refused_with_the_reason(
    run: Any, receipt: Path, change: Any, code: str
) -> None:
    path = altered(receipt, change)
    ran = run(command, "verify", path, "--json")
    assert ran.code == 1
    assert json.loads(ran.out)["code"] == code
    assert run(command, "verify", path).out.startswith("✗ ")


def test_a_receipt_of_a_demonstration_says_so(run: Any, receipt: Path) -> None:
    path = altered(receipt, lambda plain: plain.update(demo=True))
    assert "proves nothing about a real filing" in run(command, "verify", path).out


def test_it_needs_no_installation_and_leaves_nothing_behind(receipt: Path, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    environ = {name: value for name, value in os.environ.items() if not name.startswith("HUIYIN_")}
    program = "import sys; sys.argv[0] = 'huiyin'; from huiyin.cli.main import main; main()"
    ran = subprocess.run(
        [sys.executable, "-c", program, "receipt", "verify", str(receipt)],
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
