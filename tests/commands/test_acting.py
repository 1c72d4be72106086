"""An actor without account or office, and what only a made-up matter shows."""

import pytest

from builders import PUBLIC, ROUTER
from huiyin.commands.acting import acting_account, acting_office
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Refused


@pytest.mark.parametrize("actor", [PUBLIC, ROUTER])
def test_who_has_neither_office_nor_account_acts_for_none(actor: Actor) -> None:
    for act in (acting_office, acting_account):
        with pytest.raises(Refused, match=r"access\.refused"):
            act(actor)
