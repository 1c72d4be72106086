"""A witness statement on its way in: checked, sealed whole under the matter's key."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.commands.evidence.add_witness_statement import AddWitnessStatement
from huiyin.door import door
from huiyin.kernel.command import Actor, ActorKind
from huiyin.kernel.ids import PetitionId, new_id
from huiyin.prepare.answers import line, prose
from huiyin.prepare.house import vault
from huiyin.prepare.replies import key_of
from huiyin.prepare.work import Work
from huiyin.queries.evidence.statements import COLUMN, TABLE
from huiyin.rules.access.roles import Role
from huiyin.vault.binding import place
from huiyin.vault.data_key import DataKey
from huiyin.vault.sealing import seal_json

LINES = ("who", "reach", "when", "where")  # each may be empty: a witness need not be named
WHAT = "what"


def stated(petition: PetitionId, typed: Mapping[str, Any], *, at: datetime) -> None:
    """Add what the petitioner says that a witness saw or heard; errors as of `said` and the command."""
    command = _command(petition, key_of(petition), said(typed), new_id(at))
    actor = Actor(kind=ActorKind.PETITIONER, role=Role.PETITIONER.value, petition=petition)
    door.execute(command, actor=actor, at=at)


def recorded(work: Work, typed: Mapping[str, Any]) -> AddWitnessStatement:
    """Return the command by which an office adds what a witness told it."""
    key = vault().open_data_key(work.page.wrapped, work.matter.id)
    return _command(work.matter.id, key, said(typed), new_id(work.at))


def said(typed: Mapping[str, Any]) -> dict[str, str]:
    """Return a statement as plain data; raise Invalid with the field, ``text.empty`` when nothing is told."""
    told = {name: line(str(typed.get(name, "")), field=name) for name in LINES}
    return {**told, WHAT: prose(str(typed.get(WHAT, "")), field=WHAT)}


def _command(petition: PetitionId, key: DataKey, told: Mapping[str, str], row: UUID) -> AddWitnessStatement:
    sealed = seal_json(key, told, bound_to=place(TABLE, COLUMN, row))
    return AddWitnessStatement(petition=petition, id=row, sealed_statement=sealed)
