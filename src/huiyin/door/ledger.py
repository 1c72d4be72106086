"""The ledger's side of the door: a decision becomes committed bytes, written together with its rows.

An entry's body is canonical JSON (`kernel.canonical`) with these members: `format` 1, `id`, `subject`,
`kind`, `at`, `previous` (commitment of the subject's previous entry, or null), `actor`, `facts`,
`shown` (`rules.receipt.shown`), `changes` ([table, "+" or "~", values] each), and `happened_at` with
`happened_source` when told. Commitment: `rules.receipt.commitment`, openable in two grades.
Promise = Ed25519 over canonical {at, commitment, origin}.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from psycopg.errors import UniqueViolation
from psycopg.types.json import Jsonb

from huiyin.door.equipment import equipment
from huiyin.kernel import canonical
from huiyin.kernel.command import Actor, Change, Decision, Entry, EntryId, insert
from huiyin.kernel.errors import Conflict
from huiyin.kernel.ids import new_id
from huiyin.records import sql
from huiyin.records.heads import heads as heads_of
from huiyin.rules.receipt.commitment import SALT_BYTES, commit, link_of
from huiyin.rules.receipt.promise import promise_message
from huiyin.rules.receipt.shown import shown

FORMAT = 1

_WRITE = "SELECT door_write(%b, %b, %b, %b, %b, %b, %b)"  # binary: text would double the bytes


def write(decisions: Sequence[Decision], *, actor: Actor, at: datetime) -> list[Entry]:
    """Write rows, entries, salts, data keys and the queue's jobs in one call; return the entries.

    An error of the tables may show only when the transaction ends (`sql.transaction`): see `conflict_in`.
    """
    heads = _heads(decisions)
    entries = []
    for decision in decisions:
        entry = _entry(decision, heads.get(decision.subject), actor=actor, at=at)
        heads[decision.subject] = entry.commitment
        entries.append(entry)
    _store(entries, decisions)
    return entries


def conflict_in(fault: IntegrityError) -> Conflict | None:
    """Return Conflict ``door.written_already`` when somebody wrote the same just now (two clicks at once).

    What no lock can hold, because it is not there yet, the keys of the tables hold.
    """
    cause = fault.__cause__
    if not isinstance(cause, UniqueViolation):
        return None
    return Conflict("door.written_already", table=cause.diag.table_name)


def _heads(decisions: Sequence[Decision]) -> dict[UUID, bytes]:
    # New petitions have no history.
    return heads_of(list({decision.subject for decision in decisions if not decision.data_keys}))


def _store(entries: Sequence[Entry], decisions: Sequence[Decision]) -> None:
    keys = [item for decision in decisions for item in decision.data_keys.items()]
    told = [entry.id for entry, decision in zip(entries, decisions, strict=True) if decision.notices]
    sealer = equipment().sealer
    sql.send(
        sql.WRITER,
        _WRITE,
        (
            [entry.body for entry in entries],
            [entry.commitment for entry in entries],
            [entry.promise for entry in entries],
            [sealer.seal_salt(entry.salt, entry.commitment) for entry in entries],
            [petition for petition, _ in keys],
            [wrapped for _, wrapped in keys],
            Jsonb([{"task": "deliver_notices", "args": {"entry": str(entry)}} for entry in told]),
        ),
    )


def _entry(decision: Decision, previous: bytes | None, *, actor: Actor, at: datetime) -> Entry:
    entry_id = EntryId(new_id(at))
    members = _body(decision, entry_id, previous, actor=actor, at=at)
    body = canonical.encode(members)
    salt = secrets.token_bytes(SALT_BYTES)
    commitment = commit(salt, link=link_of(members), body=body)
    signer = equipment().signer
    message = promise_message(origin=signer.origin, commitment=commitment, at=at)
    return Entry(
        id=entry_id,
        subject=decision.subject,
        kind=decision.kind,
        at=at,
        previous=previous,
        body=body,
        salt=salt,
        commitment=commitment,
        promise=signer.sign(message),
    )


def _body(
    decision: Decision, entry_id: EntryId, previous: bytes | None, *, actor: Actor, at: datetime
) -> dict[str, Any]:
    body: dict[str, Any] = {
        "format": FORMAT,
        "id": entry_id,
        "subject": decision.subject,
        "kind": decision.kind,
        "at": at,
        "previous": previous,
        "actor": _actor(actor),
        "facts": decision.facts,
        "shown": shown(decision.kind, decision.facts),
        "changes": [[c.table, c.op, c.values] for c in (*decision.changes, *_notices(decision, at))],
    }
    if decision.happened_at is not None:
        body |= {"happened_at": decision.happened_at, "happened_source": decision.happened_source}
    return body


def _actor(actor: Actor) -> dict[str, Any]:
    told = {
        "kind": actor.kind,
        "account": actor.account,
        "office": actor.office,
        "role": actor.role or None,
        "name": actor.name or None,
    }
    return {name: value for name, value in told.items() if value is not None}


def _notices(decision: Decision, at: datetime) -> list[Change]:
    return [
        insert(
            "notice",
            id=new_id(at),
            petition=notice.petition,
            office=notice.office,
            kind=notice.kind,
            at=at,
            facts=notice.facts,
        )
        for notice in decision.notices
    ]
