"""`huiyin sweep files`: what belongs to nothing is removed at once, and it says how much."""

import io
import json
import os
from datetime import timedelta
from typing import Any

import pytest

from huiyin.cli.sweep import command
from huiyin.kernel import clock
from huiyin.kernel.clock import Clock
from huiyin.kernel.ids import PetitionId, new_id
from huiyin.prepare import drafts, house, uploads
from huiyin.prepare.evidence import stage
from huiyin.prepare.receiving import Receiving
from support.moment import AT

pytestmark = pytest.mark.usefixtures("installed")
LATER = AT + timedelta(days=8)


def aged(days: int) -> None:
    """Let every stored file be so many days old."""
    then = (Clock().now() - timedelta(days=days)).timestamp()
    for path in house.store()._folder.glob("??/*"):  # type: ignore[attr-defined]
        os.utime(path, (then, then))


def test_an_abandoned_upload_and_an_orphan_are_removed_and_counted(
    run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = house.vault().new_data_key(PetitionId(new_id(AT)))
    content = io.BytesIO(b"%PDF-1.7\n" + bytes(2 << 20))
    orphan = stage(content, "a.pdf", store=house.store(), data_key=key, at=AT)
    draft, _ = drafts.start(AT)
    held = uploads.begin(drafts.giver(draft), "录像.mp4", 5000, at=AT)
    with Receiving(held, at=AT) as receiving:
        receiving.write(bytes(1000))
        receiving.end()
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(days=3))
    aged(3)
    first = json.loads(run(command, "files", "--json").out)
    assert first == {"expired": 0, "files": 1, "bytes": orphan.size + 92 + 3 * 16, "unfinished": 0}
    monkeypatch.setattr(clock, "now", lambda: LATER)
    said = run(command, "files").out
    assert "1 expired drafts and uploads" in said
    assert "1 sealed files" in said
    assert list(house.store().list()) == []
    assert json.loads(run(command, "files", "--json").out)["files"] == 0
