"""Own acts are opened in full: nothing that is between offices may stand in one."""

import json
from typing import Any

import pytest

import builders
from huiyin.records.catalogue import DOMAIN, Sight

pytestmark = pytest.mark.usefixtures("installed")


@pytest.mark.parametrize("made", builders.everything(), ids=lambda made: made.__name__)
def test_no_act_of_a_petitioner_touches_what_is_between_offices(made: Any) -> None:
    for outcome in made().outcomes:
        body = json.loads(outcome.entry.body)
        if body["actor"]["kind"] == "petitioner":
            touched = {DOMAIN[table] for table, _, _ in body["changes"]}
            assert Sight.OVERSIGHT not in touched
            assert "advice" not in json.dumps([one for one in body["changes"] if one[0] == "notice"])
