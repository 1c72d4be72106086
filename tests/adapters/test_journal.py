"""Log files hold codes and places in the program, never what people typed."""

import json
import logging
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from huiyin.adapters.journal import JsonLine, SharedFile, trace
from huiyin.config.logs import logging_settings
from huiyin.kernel.errors import Invalid

CANARY = "李四，身份证 510104199001011234"


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[tuple[SharedFile, Path]]:
    path = tmp_path / "logs" / "huiyin.log"
    handler = SharedFile(str(path), max_bytes=2000, kept=3)
    handler.setFormatter(JsonLine())
    yield handler, path
    handler.close()


def _written(handler: SharedFile, path: Path, name: str, *arguments: Any, **more: Any) -> dict[str, Any]:
    log = logging.getLogger(f"{name}.journal_test")
    log.addHandler(handler)
    log.error(*arguments, **more)
    log.removeHandler(handler)
    line: dict[str, Any] = json.loads(path.read_text("utf-8").splitlines()[-1])
    return line


def test_our_records_carry_their_facts(journal: tuple[SharedFile, Path]) -> None:
    line = _written(*journal, "huiyin.web", "web.request", extra={"page": "/file/<step>/", "status": 200})
    assert (line["event"], line["page"], line["status"]) == ("web.request", "/file/<step>/", 200)


def test_arguments_of_foreign_records_are_left_out(journal: tuple[SharedFile, Path]) -> None:
    line = _written(*journal, "django.request", "Not Found: %s", CANARY)
    assert line["event"] == "Not Found: %s"
    assert CANARY not in journal[1].read_text("utf-8")


def test_foreign_records_that_were_put_together_already_are_named_by_place(
    journal: tuple[SharedFile, Path],
) -> None:
    line = _written(*journal, "procrastinate.worker", f"Job failed: {CANARY}")
    assert line["event"].startswith("test_journal._written:")
    assert CANARY not in journal[1].read_text("utf-8")


def test_failures_are_told_by_type_and_stack_without_messages_or_locals(
    journal: tuple[SharedFile, Path],
) -> None:
    def fail(secret: str) -> None:
        try:
            int(secret)
        except ValueError as problem:
            raise Invalid("form.not_a_number", field="age") from problem

    with pytest.raises(Invalid) as seen:
        fail(CANARY)
    line = _written(*journal, "huiyin.web", "web.failure", exc_info=seen.value)
    assert trace(seen.value) == line["trace"]
    assert "builtins.ValueError" in line["trace"]
    assert "huiyin.kernel.errors.Invalid form.not_a_number" in line["trace"]
    assert "in fail" in line["trace"]
    assert CANARY not in journal[1].read_text("utf-8")


def test_a_full_file_is_moved_aside_and_old_ones_end(journal: tuple[SharedFile, Path]) -> None:
    handler, path = journal
    for number in range(200):
        _ = path.exists() or _written(handler, path, "huiyin.web", "begin")
        handler.handle(logging.makeLogRecord({"name": "huiyin.web", "msg": f"event-{number}"}))
    names = sorted(file.name for file in path.parent.iterdir())
    assert names in (
        ["huiyin.log", "huiyin.log.1", "huiyin.log.2", "huiyin.log.3"],
        ["huiyin.log.1", "huiyin.log.2", "huiyin.log.3"],
    )


def test_lines_of_many_writers_never_mix(tmp_path: Path) -> None:
    path = tmp_path / "shared.log"

    def write(number: int) -> None:
        handler = SharedFile(str(path), max_bytes=20_000, kept=100)
        handler.setFormatter(JsonLine())
        for _ in range(200):
            handler.handle(logging.makeLogRecord({"name": "huiyin.web", "msg": f"writer-{number}"}))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = [line for file in tmp_path.iterdir() for line in file.read_text("utf-8").splitlines()]
    assert len(lines) == 800
    assert all(json.loads(line)["event"].startswith("writer-") for line in lines)


def test_no_record_falls_through_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    named = logging_settings(Path("/nowhere"))["loggers"]
    for name, told in named.items():
        assert told.get("handlers") or told.get("propagate", True), name
    # Pytest's own handlers are on the root: what does not go there reaches only its own, or standard error.
    for name in ("django.request", "django.security.DisallowedHost"):
        logging.getLogger(name).warning("Not Found: %s", CANARY)
    told_here = capsys.readouterr()
    assert CANARY not in told_here.out + told_here.err
