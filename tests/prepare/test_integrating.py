"""The integrator: gapless numbers in the order of each history, one root a size, and a kill between any two steps."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

import builders
from huiyin.adapters.publishing.current import log_folder
from huiyin.door import integrating as door
from huiyin.kernel.errors import Conflict
from huiyin.prepare import integrating
from huiyin.prepare.integrating import Integrator, Turn
from huiyin.prepare.receipts import signature_holds
from huiyin.queries.ledger.tree import included
from huiyin.records import sql
from huiyin.rules.merkle.checkpoint import Checkpoint, open_checkpoint
from huiyin.rules.merkle.hashing import EMPTY_ROOT, leaf_hash
from huiyin.rules.merkle.note import KeyType, VerifierKey
from huiyin.rules.merkle.proofs import verify_inclusion
from huiyin.vault.current import vault
from support.database import Ground
from support.moment import AT
from support.roles import intruder
from support.state import entries, rows
from support.verifying import differences

pytestmark = pytest.mark.usefixtures("installed")


def new() -> Integrator:
    return Integrator(vault().signer, log_folder())


def turn(integrator: Integrator | None = None) -> Turn:
    return (integrator or new()).turn(at=AT)


def published() -> Checkpoint:
    signer = vault().signer
    key = VerifierKey(name=signer.origin, type=KeyType.ED25519, public_key=signer.public_key)
    note = log_folder().checkpoint()
    assert note
    return open_checkpoint(note, origin=signer.origin, key=key, signature_holds=signature_holds)[1]


def leaves() -> list[bytes]:
    found = sorted(rows("tree_leaf"), key=lambda row: row["index"])
    assert [row["index"] for row in found] == list(range(len(found)))
    return [row["commitment"] for row in found]


def naive_root(data: list[bytes]) -> bytes:
    """RFC 6962, 2.1, word for word."""
    import hashlib

    if not data:
        return hashlib.sha256().digest()
    if len(data) == 1:
        return leaf_hash(data[0])
    middle = 1 << (len(data) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + naive_root(data[:middle]) + naive_root(data[middle:])).digest()


def test_smoke() -> None:
    t = turn()
    print(t)
    assert published().root == naive_root(leaves())
    life = builders.full_life()
    i = new()
    print(i.turn(at=AT), i.turn(at=AT))
    assert published().root == naive_root(leaves())
    own = [e["commitment"] for e in entries(life.petition)]
    found = included(own)
    assert found
    order = [found.places[one].index for one in own]
    assert order == sorted(order)
    for one in own:
        verify_inclusion(leaf_hash=leaf_hash(one), index=found.places[one].index, size=found.size, path=found.places[one].path, root=published().root)
