"""An audit: the period as the public log shows it, the report signed, kept and compared with the last."""

import base64
import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from huiyin.adapters.publishing.current import log_folder
from huiyin.kernel.errors import Invalid
from huiyin.kernel.ids import new_id
from huiyin.prepare import auditing, house
from huiyin.queries.ledger.heads import latest_head
from huiyin.queries.oversight.audits import of_quarters, recorded_audits, report_of
from huiyin.records import sql
from huiyin.rules.audit import figures
from huiyin.rules.merkle.proofs import verify_consistency
from huiyin.vault.current import vault
from support.audits import (
    AFTER,
    BY,
    EARLY,
    LATE,
    QUARTER,
    SPRING,
    Cosigner,
    audited,
    file_and_publish,
    looked,
    two_quarters,
)
from support.state import row, rows
from support.verifying import differences

pytestmark = pytest.mark.usefixtures("installed")


@pytest.fixture(autouse=True)
def _no_witnesses() -> Iterator[None]:
    yield
    house.use_witnesses([])


def text_of(report: bytes) -> str:
    return "".join("".join(page.extract_text() for page in PdfReader(BytesIO(report)).pages).split())


def tamper(statement: str, *parameters: Any) -> None:
    with sql.cursor(sql.OWNER) as cursor:
        cursor.execute("ALTER TABLE checkpoint DISABLE TRIGGER USER")
        cursor.execute(statement, parameters)


def test_the_period_names_its_tree_heads_and_proves_that_one_continues_the_other() -> None:
    two_quarters()
    period = looked()
    begin, end = period.told["begin"], period.told["end"]
    assert begin["size"] < end["size"] == len(rows("tree_leaf"))
    assert (begin["at"], end["at"]) == ("2026-03-30T02:00:01Z", "2026-06-29T02:00:01Z")
    verify_consistency(
        old_size=begin["size"],
        old_root=base64.b64decode(begin["root"]),
        new_size=end["size"],
        new_root=base64.b64decode(end["root"]),
        path=[base64.b64decode(one) for one in period.told["consistency"]],
    )
    assert period.found == ()
    assert (period.interim, period.told["other_logs"]) == (False, [])


def test_what_was_recorded_in_the_quarter_is_counted_and_nothing_else() -> None:
    two_quarters()
    file_and_publish(AFTER)
    counted = looked(at=AFTER + timedelta(days=1)).told["figures"]
    assert (counted["filings"], counted["groups"]["filed"]) == (2, 2)
    assert counted["entries"] == sum(counted["groups"].values())
    assert looked("2026Q1").told["figures"]["filings"] == 1


def test_a_log_that_began_within_the_quarter_begins_with_nothing() -> None:
    two_quarters()
    first = looked("2026Q1")
    assert (first.told["begin"], first.told["consistency"], first.found) == (None, [], ())


def test_a_quarter_without_anything_new_begins_as_it_ends() -> None:
    two_quarters()
    still = looked("2026Q3", AFTER + timedelta(days=95))
    assert still.told["begin"] == still.told["end"]
    assert (still.told["consistency"], still.told["figures"]["entries"]) == ([], 0)


def test_before_the_log_and_without_its_files_there_is_no_audit() -> None:
    two_quarters()
    with pytest.raises(Invalid) as refused:
        looked("2025Q4")
    assert refused.value.code == "audit.no_checkpoint"
    folder = log_folder()._folder  # as after a restore on a new machine
    shutil.rmtree(folder)
    with pytest.raises(Invalid) as refused:
        looked()
    assert refused.value.code == "audit.nothing_published"


def test_a_running_quarter_is_looked_at_up_to_now_and_marked() -> None:
    two_quarters()
    with pytest.raises(Invalid) as refused:
        looked(at=LATE)
    assert refused.value.code == "audit.quarter_unfinished"
    period = looked(at=EARLY + timedelta(days=1), interim=True)
    assert (period.interim, period.told["end_at"]) == (True, "2026-04-21T02:00:00Z")
    assert period.told["figures"]["filings"] == 1
    assert looked(interim=True).interim is False


@pytest.mark.parametrize("harm", ["missing", "changed", "unreadable checkpoint", "smaller"])
def test_published_files_that_do_not_prove_it_are_a_difference(harm: str) -> None:
    file_and_publish(SPRING)
    early = log_folder().checkpoint()
    assert early
    file_and_publish(EARLY)
    folder: Path = log_folder()._folder
    tiles = [path for path in (folder / "tile" / "0").rglob("*") if path.is_file()]
    if harm == "unreadable checkpoint":
        (folder / "checkpoint").write_bytes(b"x")
    if harm == "smaller":
        (folder / "checkpoint").write_bytes(early)
    for path in tiles:
        if harm == "missing":
            path.unlink()
        elif harm == "changed":
            path.write_bytes(bytes(len(path.read_bytes())))
    period = looked()
    assert [one.code for one in period.found] == ["audit.not_consistent"]
    assert period.told["consistency"] is None


@pytest.mark.parametrize("note", ["x", "a\nb\n\n— c AAAAAAA=\n"])
def test_a_checkpoint_that_was_altered_is_a_difference(note: str) -> None:
    two_quarters()
    tamper("UPDATE checkpoint SET note = %s WHERE at > %s", note, EARLY + timedelta(days=9))
    period = looked()
    assert [one.code for one in period.found] == ["audit.checkpoint_wrong"]
    assert period.told["end"]["witnesses"] == []


def test_a_root_that_was_altered_is_two_differences() -> None:
    two_quarters()
    tamper("UPDATE checkpoint SET root = %s WHERE at > %s", bytes(32), EARLY + timedelta(days=9))
    assert [one.code for one in looked().found] == ["audit.not_consistent", "audit.checkpoint_wrong"]


def test_witnesses_are_checked_by_the_keys_that_are_known() -> None:
    known, other, silent = Cosigner(), Cosigner("other.example"), Cosigner("silent.example")
    house.use_witnesses([known.key, silent.key])
    file_and_publish(SPRING)
    known.cosign(SPRING + timedelta(seconds=3))
    other.cosign(SPRING + timedelta(seconds=4))
    period = looked("2026Q1")
    assert period.told["end"]["witnesses"] == [
        {"name": "other.example", "cosigned_at": None},
        {"name": "witness.example/uni", "cosigned_at": "2026-03-30T02:00:03Z"},
    ]
    assert period.told["witness_keys"] == [str(known.key), str(silent.key)]
    assert period.found == ()


def test_a_cosignature_that_does_not_hold_is_a_difference() -> None:
    known = Cosigner()
    house.use_witnesses([known.key])
    file_and_publish(SPRING)
    known.cosign(SPRING, spoilt=True)
    period = looked("2026Q1")
    assert [one.code for one in period.found] == ["audit.cosignature_wrong"]
    assert period.told["end"]["witnesses"] == [{"name": known.key.name, "cosigned_at": None}]


def test_a_log_of_another_name_in_the_same_tables_is_named() -> None:
    two_quarters()
    tamper(
        "INSERT INTO checkpoint SELECT 'old.example/1', size, root, note, at FROM checkpoint WHERE at < %s",
        EARLY,
    )
    assert looked().told["other_logs"] == ["old.example/1"]


def test_the_report_says_result_figures_who_and_what_it_cannot_say_and_is_signed() -> None:
    two_quarters()
    issued = audited()
    assert issued.agrees
    said = text_of(issued.report)
    for words in (
        "账本季度审计报告",
        "2026年第二季度",
        "2026年4月1日至2026年6月30日",
        "一致",
        "全部12条记录",
        "收到信访事项2",
        BY,
        vault().signer.origin,
        "被拒绝的操作只写入系统日志文件",
        "此前没有已记录的季度审计",
        "本报告不能发现",
    ):
        assert "".join(words.split()) in said, words
    sealed = auditing.check(issued.report, issued.note.encode(), vault().signer.key)
    assert (sealed.quarter, sealed.differences, sealed.interim) == (QUARTER, 0, False)
    with pytest.raises(Invalid) as refused:
        auditing.check(issued.report + b" ", issued.note.encode(), vault().signer.key)
    assert refused.value.code == "audit.other_report"


def test_it_is_kept_as_an_entry_and_the_public_part_names_nobody() -> None:
    two_quarters()
    issued = audited()
    [kept] = recorded_audits()
    assert (kept.id, kept.quarter, kept.told, kept.note) == (issued.id, QUARTER, issued.told, issued.note)
    assert kept.digest == hashlib.sha256(issued.report).digest()
    assert report_of(issued.id) == issued.report
    assert report_of(new_id(AFTER)) is None
    stored = row("audit")
    body = row("entry", kind="audit.recorded")["body"]
    assert "张三" not in str(stored["told"])
    assert "张三".encode() not in body
    assert issued.report[:4] not in stored["sealed_report"]
    assert differences() == []


def test_differences_are_named_and_the_rest_is_counted() -> None:
    two_quarters()
    issued = audited(differences=1234)
    assert not issued.agrees
    said = text_of(issued.report)
    for words in ("发现1,234处不符", "第3处", "另有1,231处未列出"):
        assert words in said, words


def test_what_is_wrong_with_the_period_is_part_of_what_the_caller_counts() -> None:
    two_quarters()
    tamper("UPDATE checkpoint SET note = 'x' WHERE at > %s", EARLY + timedelta(days=9))
    assert audited(differences=len(looked().found)).told["differences"] == 1


def test_four_quarters_stand_beside_each_other_the_last_run_of_each_and_no_interim_one() -> None:
    two_quarters()
    audited("2026Q1", differences=3)
    audited("2026Q1", AFTER + timedelta(hours=1))
    audited("2026Q2")
    third = AFTER + timedelta(days=95)
    audited("2026Q3", third)
    audited("2026Q4", third, interim=True)
    last = audited("2026Q4", third + timedelta(days=95))
    said = text_of(last.report)
    for words in ("2026年一季度", "2026年二季度", "2026年三季度", "2026年四季度", "统计口径相同"):
        assert words in said, words
    assert "3处不符" not in said
    following = text_of(audited("2027Q1", third + timedelta(days=185)).report)
    assert "2026年一季度" not in following
    counted = of_quarters(recorded_audits())
    assert [str(one.quarter) for one in counted] == ["2027Q1", "2026Q4", "2026Q3", "2026Q2", "2026Q1"]
    assert not any(one.interim for one in counted)


def test_other_definitions_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    two_quarters()
    audited("2026Q1")
    monkeypatch.setattr("huiyin.prepare.audit_period.DEFINITION", figures.DEFINITION + 1)
    assert "统计口径的版本不同" in text_of(audited("2026Q2").report)


def test_an_interim_report_says_so() -> None:
    two_quarters()
    issued = audited(at=LATE + timedelta(hours=1), interim=True)
    said = text_of(issued.report)
    assert "中期审计：本季度尚未结束，数据截至2026年6月29日11:00:00" in said
    assert "2026年4月1日至2026年6月29日" in said
    assert row("audit")["interim"] is True


def test_a_report_with_other_logs_unproved_continuity_and_unknown_witnesses_can_be_set() -> None:
    known = Cosigner()
    house.use_witnesses([known.key])
    two_quarters()
    known.cosign(LATE)
    Cosigner("unknown.example").cosign(LATE)
    period = looked()
    told = {**period.told, "other_logs": ["old.example/1"], "consistency": None}
    verified = auditing.Verified(entries=1, subjects=1, differences=0)
    said = text_of(auditing.issue(replace(period, told=told), verified, by=BY).report)
    for words in ("old.example/1", "未能证明期末", "签名，已核验", "不予采信", "检查点原文"):
        assert words in said, words


def test_what_is_published_and_signed_is_the_head_that_the_table_holds() -> None:
    two_quarters()
    head = latest_head(vault().signer.origin)
    assert head
    assert looked().told["end"]["note"] == head.published.decode()
