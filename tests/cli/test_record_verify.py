"""`huiyin receipt verify` on a record of non-response: what it proves, offline, in plain words."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import builders
from huiyin.cli.receipt import command
from huiyin.cli.wording import Language
from huiyin.jobs.silences import sweep_silences
from huiyin.prepare import nonresponse
from huiyin.prepare.house import vault
from rules.receipt import made, made_silence
from support.moment import AT


@pytest.fixture
def record(installed: Any, tmp_path: Path) -> Path:  # noqa: ARG001  the ground it stands on
    """A record, as a file."""
    life = builders.file_petition()
    sweep_silences(at=AT + timedelta(days=16))
    data = nonresponse.record_file(life.petition, 1)
    assert data is not None
    path = tmp_path / "record.json"
    path.write_bytes(data)
    return path


def test_a_record_says_what_it_proves_and_what_not(run: Any, record: Path) -> None:
    ran = run(command, "verify", record)
    assert ran.code == 0
    assert "nothing in it was altered" in ran.out
    assert "The last day was 2026-05-21" in ran.out
    assert "no official document" in ran.out
    assert vault().signer.verifier_key in ran.out


def test_it_speaks_chinese_as_well(run: Any, record: Path) -> None:
    ran = run(command, "verify", record, language=Language.ZH)
    assert "逾期未见办复系统记录成立" in ran.out
    assert "信访工作条例 第二十三条第三款" in ran.out


def test_json_holds_the_record(run: Any, record: Path) -> None:
    told = json.loads(run(command, "verify", record, "--json").out)
    assert told["well"] is True
    assert told["record"]["binding_on"] == "2026-05-21"
    assert told["correction"] is None


def test_the_published_key_is_compared(run: Any, record: Path) -> None:
    assert run(command, "verify", record, "--key", vault().signer.verifier_key).code == 0
    assert run(command, "verify", record, "--key", "another+00000000+AAAA").code == 1


def test_an_altered_record_is_refused_with_the_reason(run: Any, record: Path) -> None:
    plain = json.loads(record.read_bytes())
    plain["record"]["binding_on"] = "2026-05-20"
    record.write_text(json.dumps(plain), "utf-8")
    ran = run(command, "verify", record, "--json")
    assert ran.code == 1
    assert json.loads(ran.out)["code"] == "receipt.content_altered"


def test_a_correction_stands_before_all_else(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "corrected.json"
    path.write_bytes((made.VECTORS / "corrected.huiyin-nonresponse.json").read_bytes())
    lines = run(command, "verify", path).out.splitlines()
    assert "corrected on 2026-05-06 (answered_in_time)" in lines[1]
    told = json.loads(run(command, "verify", path, "--json").out)
    assert told["correction"]["reason"] == "answered_in_time"


def test_a_record_of_a_demonstration_says_so(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "demo.json"
    path.write_bytes(made_silence.file(made_silence.recorded(demo=True), demo=True))
    assert "演示" in run(command, "verify", path).out
