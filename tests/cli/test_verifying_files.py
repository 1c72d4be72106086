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
from huiyin.kernel import clock
from huiyin.prepare import nonresponse, receipts
from huiyin.prepare.house import vault
from rules.receipt import made, made_logged, made_silence
from support.moment import AT

SOURCE = Path(__file__).parents[2] / "src"
KEY = str(made_logged.WITNESS_KEY)


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


def logged(tmp_path: Path, **later: Any) -> Path:
    path = tmp_path / "logged.json"
    path.write_bytes(made_logged.receipt(**later))
    return path


def test_a_receipt_saved_later_says_log_witness_and_acts_and_what_it_cannot_prove(
    run: Any, tmp_path: Path
) -> None:
    out = run(command, "verify", logged(tmp_path)).out
    assert "entry number 3 of the 17" in out
    assert (
        f"at 2026-05-06 10:01:00 China time. Compare its key with the one that the witness publishes: {KEY}"
        in out
    )
    assert "4 acts followed in unbroken order, the last at 2026-05-10 10:00:00 China time" in out
    assert "1 of them the log has promised" in out
    assert "Not proved: that nothing was recorded after this file was saved." in out


def test_a_receipt_given_at_filing_says_what_it_does_not_prove(run: Any, files: dict[str, Path]) -> None:
    out = run(command, "verify", files["receipt"]).out
    assert "Not proved: that the public log holds it." in out
    assert "It says nothing of what was recorded after the filing." in out
    zh = run(command, "verify", files["receipt"], language=Language.ZH).out
    assert "尚未证明：公开日志已收录本次提交" in zh


def test_a_receipt_without_acts_or_witnesses_says_so(run: Any, tmp_path: Path) -> None:
    log = made_logged.log(witness=None) | {"witnesses": []}
    out = run(command, "verify", logged(tmp_path, log=log, history=[])).out
    assert "No witness is named." in out
    assert "nothing had been recorded in the matter after the filing" in out


def test_json_holds_log_and_history(run: Any, tmp_path: Path, files: dict[str, Path]) -> None:
    told = json.loads(run(command, "verify", logged(tmp_path), "--json").out)
    assert (told["log"]["size"], told["log"]["index"]) == (17, 2)
    assert told["log"]["witnesses"] == [{"key": KEY, "at": "2026-05-06T02:01:00+00:00"}]
    assert [one["index"] for one in told["history"]] == [5, 8, 11, None]
    assert [one["own"] for one in told["history"]] == [False, False, True, False]
    told = json.loads(run(command, "verify", files["receipt"], "--json").out)
    assert (told["log"], told["history"]) == (None, None)


def test_a_witness_can_be_demanded(run: Any, tmp_path: Path, files: dict[str, Path]) -> None:
    assert run(command, "verify", logged(tmp_path), "--witness", KEY).code == 0
    for path in (files["receipt"], files["record"]):
        ran = run(command, "verify", path, "--witness", KEY)
        assert (ran.code, "has not cosigned" in ran.out) == (1, True)
    ran = run(command, "verify", logged(tmp_path), "--witness", "nonsense")
    assert ran.code == 1
    assert "no verifier key of a witness" in ran.out


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda plain: plain["history"].pop(1), "Act 2 after the filing does not follow"),
        (lambda plain: plain["history"][2].update(index=0), "does not lead to the checkpoint"),
        (lambda plain: plain["history"][3].update(promise=""), "Act 4 after the filing was altered"),
        (lambda plain: plain["log"].update(index=0), "which has 17 entries"),
        (lambda plain: plain["log"].update(checkpoint="x"), "(merkle.not_a_note)"),
        (lambda plain: plain["log"].update(witnesses=["\x1b[2J"]), r"'\x1b[2J'"),
    ],
)
def test_what_does_not_hold_of_log_or_history_is_said(
    run: Any, tmp_path: Path, change: Any, said: str
) -> None:
    ran = run(command, "verify", altered(logged(tmp_path), change))
    assert ran.code == 1
    assert said in ran.out


@pytest.mark.parametrize("kind", ["receipt", "record"])
def test_what_lies_ahead_of_this_machines_clock_is_refused(
    run: Any, files: dict[str, Path], kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT - timedelta(hours=1))
    ran = run(command, "verify", files[kind])
    assert ran.code == 1
    assert "has not come yet by the clock of this machine" in ran.out


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
