"""What an opinion decided is recorded as carried out, from the desk."""

from typing import Any

from desk_forms import address, opened, send, told
from django.test import Client
from officials import words

import builders


def test_what_was_carried_out_is_recorded_from_the_desk(handler: Client, later: Any) -> None:
    life = builders.answered()
    later(10)
    form = words(handler.get(address(life, "execution")))
    assert "信访人会阅读这段内容" in form
    assert "复查、复核期间也可以记录" in form
    early = send(handler, life, "execution", on="2026-05-01", text="软管已拆除。")
    assert early.status_code == 422
    assert "执行日期不得早于处理意见送达之日，也不得晚于今天。" in words(early)
    assert "软管已拆除。" in words(early)
    assert send(handler, life, "execution", on="2026-05-14", text="软管已拆除。").status_code == 302
    assert "执行情况已记录，信访人可以看到。" in told(handler, life)
    opened(handler, life)
    page = words(handler.get(address(life)))
    assert "软管已拆除。" in page
    assert "记录处理意见已于2026年5月14日执行" in page
    assert send(handler, life, "execution", on="2026-05-15", text="二号井已封。").status_code == 302
