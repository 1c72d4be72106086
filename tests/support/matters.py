"""A matter as the rules see it, without a database."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from huiyin.kernel.ids import OfficeId, PetitionId
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.lifecycle.states import Klass, Route, State

JINJIANG = 510104


def claim(bureau: OfficeId, lead: OfficeId, /, **changes: Any) -> Matter:
    """Return a claim of route 31(6) of Jinjiang that its bureau sent to an office.

    Nothing happened to it yet and nobody is accused; `changes` replace what is so.
    """
    sent = Matter(
        id=PetitionId(UUID(int=7)),
        number="4F7K2-M9QTX-V",
        state=State.TRANSFERRED,
        klass=Klass.CLAIM,
        declared_klass=Klass.CLAIM,
        route=Route.ORDINARY,
        topic=None,
        division=JINJIANG,
        county=JINJIANG,
        pack="cn-xinfang-2022",
        pack_version="1",
        bureau=bureau,
        lead=lead,
        offices=(bureau, lead),
        denied=(),
        unreachable=False,
        electronic=True,
        demo=False,
        parts=(),
        events=(),
    )
    return replace(sent, **changes)
