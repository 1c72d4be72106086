"""The pilot: real messages with real replies, named by HUIYIN_CORPORA."""

import json
import os
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from huiyin.adapters.postgres.tell import silent
from huiyin.cli.import_messages import command
from huiyin.cli.ledger import command as ledger
from huiyin.cli.setting_up import rules, sichuan
from huiyin.records import sql

pytestmark = [pytest.mark.corpora, pytest.mark.usefixtures("equipped")]


def test_all_messages_come_in_whole_with_their_reply_times(run: Any) -> None:
    file = Path(os.environ["HUIYIN_CORPORA"], "replies_zh", "replies.jsonl")
    plain = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    days = [
        (datetime.fromisoformat(one["reply_time"]) - datetime.fromisoformat(one["time"])) / timedelta(days=1)
        for one in plain
    ]
    sichuan.load(silent)
    rules.adopt(silent)
    ran = run(command, "messages", file, "--to", "Chengdu,Mianyang", "--json")
    told = json.loads(ran.out)
    assert (told["filed"], told["answered"], told["skipped"]) == (len(plain), len(plain), {})
    assert told["reply_days_recorded"] == told["reply_days_file"]
    assert told["reply_days_recorded"]["median"] == round(median(days), 2)
    states = sql.fetch(sql.WRITER, "SELECT DISTINCT state, next_due_on FROM petition")
    assert states == [{"state": "answered", "next_due_on": None}]
    running = sql.fetch(sql.WRITER, "SELECT DISTINCT rule FROM clock WHERE state = 'running'")
    assert running == []
    assert run(ledger, "verify").code == 0
