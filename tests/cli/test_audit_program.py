"""`huiyin ledger audit`: verified, reported, signed, kept; and checked by others."""

import json
from pathlib import Path
from typing import Any

import click
import pytest

from huiyin.adapters.ed25519 import new_seed, public_key_of
from huiyin.cli import auditing
from huiyin.cli.ledger import command
from huiyin.cli.wording import Language
from huiyin.kernel import clock
from huiyin.kernel.errors import Invalid
from huiyin.records import sql
from huiyin.vault.current import vault
from huiyin.vault.log_key import verifier_key
from support.audits import AFTER, LATE, two_quarters
from support.state import row, rows


@pytest.fixture(autouse=True)
def _quarter(installed: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Have two quarters behind us, in an empty folder."""
    assert installed
    two_quarters()
    monkeypatch.setattr(clock, "now", lambda: AFTER)
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)


def test_a_quarter_that_agrees_is_reported_signed_and_kept(run: Any) -> None:
    ran = run(command, "audit", "--quarter", "2026Q2", "--by", "审计处")
    assert ran.code == 0
    assert "2026Q2: all agrees." in ran.out
    assert "2 of them petitions filed" in ran.out
    report = Path("audit-2026Q2.pdf").read_bytes()
    assert report.startswith(b"%PDF")
    assert row("audit")["note"] == Path("audit-2026Q2.pdf.note").read_text("utf-8")
    assert len(rows("entry", kind="audit.recorded")) == 1


def test_the_public_part_and_the_files_are_told_as_json(run: Any) -> None:
    ran = run(command, "audit", "--quarter", "2026Q1", "--out", "r.pdf", "--json")
    told = json.loads(ran.out)
    assert (told["agrees"], told["differences"], told["found"]) == (True, 0, [])
    assert told["verified"]["entries"] == len(rows("entry")) - 1
    assert (told["report"], told["note"]) == ("r.pdf", "r.pdf.note")
    assert row("audit")["digest"].hex() == told["sha256"]


def test_a_row_altered_behind_the_door_is_in_the_report_and_in_the_exit_code(run: Any) -> None:
    with sql.cursor(sql.OWNER) as cursor:
        cursor.execute("UPDATE petition SET state = 'answered'")
    ran = run(command, "audit", "--quarter", "2026Q2")
    assert ran.code == 1
    assert "3 differences were found" in ran.out
    assert "在正规入口之外被改动" in ran.out
    assert row("audit")["differences"] == 3


def test_more_differences_than_are_named_are_counted(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auditing, "MOST", 1)
    with sql.cursor(sql.OWNER) as cursor:
        cursor.execute("UPDATE petition SET state = 'answered'")
    told = json.loads(run(command, "audit", "--quarter", "2026Q2", "--json").out)
    assert (told["differences"], len(told["found"])) == (3, 1)


def test_a_running_quarter_is_refused_before_anything_is_verified(
    run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: LATE)
    with pytest.raises(Invalid) as refused:
        run(command, "audit", "--quarter", "2026Q2")
    assert refused.value.code == "audit.quarter_unfinished"
    assert rows("audit") == []
    ran = run(command, "audit", "--quarter", "2026Q2", "--interim", language=Language.ZH)
    assert ran.code == 0
    assert "2026Q2：一致。" in ran.out
    assert "中期" in run(command, "audit", "--check", "audit-2026Q2.pdf", language=Language.ZH).out


def test_somebody_is_named_even_without_a_name(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("USER", "SUDO_USER"):
        monkeypatch.delenv(name, raising=False)
    assert auditing._user().startswith("uid ")
    monkeypatch.setenv("USER", "zhang")
    assert auditing._user() == "zhang"
    monkeypatch.setenv("SUDO_USER", "li")
    assert auditing._user() == "li"
    assert run(command, "audit", "--quarter", "2026Q2").code == 0


def test_it_asks_for_a_quarter(run: Any) -> None:
    with pytest.raises(click.UsageError):
        run(command, "audit")


@pytest.fixture
def report(run: Any) -> Path:
    """A report that lies in the folder."""
    assert run(command, "audit", "--quarter", "2026Q2").code == 0
    return Path("audit-2026Q2.pdf")


def test_whoever_has_the_published_key_checks_it_without_the_installation(
    run: Any, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = vault().signer.verifier_key

    def nobody() -> None:
        raise AssertionError

    monkeypatch.setattr(auditing, "vault", nobody)
    ran = run(command, "audit", "--check", report, "--key", key)
    assert ran.code == 0
    assert "Result: all agrees." in ran.out
    told = json.loads(run(command, "audit", "--check", report, "--key", key, "--json").out)
    assert (told["well"], told["quarter"], told["differences"]) == (True, "2026Q2", 0)


def test_without_a_key_it_says_with_which_it_was_checked(run: Any, report: Path) -> None:
    ran = run(command, "audit", "--check", report)
    assert ran.code == 0
    assert vault().signer.verifier_key in ran.out


def test_a_changed_report_another_key_and_a_missing_note_are_refused(run: Any, report: Path) -> None:
    other = verifier_key(vault().signer.origin, public_key_of(new_seed()))
    ran = run(command, "audit", "--check", report, "--key", other)
    assert (ran.code, ran.out[0]) == (1, "✗")
    whole = report.read_bytes()
    report.write_bytes(whole[:-1] + b"x")
    ran = run(command, "audit", "--check", report, "--json")
    assert (ran.code, json.loads(ran.out)["code"]) == (1, "audit.other_report")
    report.write_bytes(whole)
    report.with_name("audit-2026Q2.pdf.note").unlink()
    ran = run(command, "audit", "--check", report)
    assert ran.code == 1
    assert "is missing" in ran.out


def test_a_file_that_is_too_large_is_not_read(
    run: Any, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auditing, "LARGEST", 10)
    ran = run(command, "audit", "--check", report)
    assert (ran.code, "no audit report" in ran.out) == (1, True)


def test_a_key_that_is_none_is_refused(run: Any, report: Path) -> None:
    assert run(command, "audit", "--check", report, "--key", "nonsense").code == 1
