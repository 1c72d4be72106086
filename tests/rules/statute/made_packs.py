"""Packs made for tests: one rule each, with what the test is about."""

from huiyin.rules.statute.packs.schema import parse_pack
from huiyin.rules.statute.packs.shape import Pack

HEAD = """\
id = "made"
version = "1"
status = "local"
family = "made"
jurisdiction = "cn"
from = 2020-01-01
reminder_days = 3
title = { zh = "例", en = "Made" }
instrument = { zh = "例", en = "Made" }
[[rules]]
id = "made.rule"
title = { zh = "办理", en = "act" }
article = { code = "1", zh = "第一条", en = "art. 1" }
duty_of = "office"
started_by = ["petition.accepted"]
met_by = ["opinion.served"]
"""
ARTICLE = '{ code = "2", zh = "第二条", en = "art. 2" }'


def made(*lines: str, number: int = 10, unit: str = "calendar_days") -> Pack:
    """Return a pack of one rule with these lines of TOML besides."""
    own = [f'unit = "{unit}"', f"lengths = [{{ from = 2020-01-01, number = {number} }}]", *lines]
    return parse_pack(HEAD + "\n".join(own) + "\n", "made.toml")
