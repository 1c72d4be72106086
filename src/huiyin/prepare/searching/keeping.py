"""Searches that an official keeps: sealed before they go through the door."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from huiyin.commands.people.saved_searches import DropSearch, KeepSearch
from huiyin.door import door
from huiyin.kernel.command import Actor
from huiyin.kernel.ids import new_id
from huiyin.vault.binding import place
from huiyin.vault.current import vault
from huiyin.vault.sealing import seal_json


def keep(actor: Actor, typed: Mapping[str, str], *, at: datetime) -> None:
    """Keep what was typed; Conflict ``search.too_many_kept`` when the list is full."""
    row = new_id(at)
    told = {name: value for name, value in typed.items() if value}
    key = vault().content_key()
    sealed = seal_json(key, told, bound_to=place("saved_search", "sealed_query", row))
    door.execute(KeepSearch(id=row, sealed_query=sealed), actor=actor, at=at)


def drop(actor: Actor, search: UUID, *, at: datetime) -> None:
    """Drop one of one's own; Unknown for another's."""
    door.execute(DropSearch(id=search), actor=actor, at=at)
