"""A receipt saved later: the public log, who has seen it, every act since, each only as far as it is true."""

import base64
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import builders
from huiyin.adapters.publishing.current import log_folder
from huiyin.commands.evidence.open_story import OpenStory
from huiyin.door.integrating import keep_cosignature
from huiyin.kernel.errors import Invalid, Unknown
from huiyin.prepare import house, openings, receipts
from huiyin.prepare.integrating import Integrator
from huiyin.queries.ledger.entries import entries_after, is_numbered
from huiyin.queries.ledger.tree import Inclusion, included
from huiyin.rules.merkle.checkpoint import cosignature, cosignature_message, parse_checkpoint
from huiyin.rules.merkle.note import KeyType, VerifierKey, parse_note
from huiyin.rules.receipt.format import Proof
from huiyin.rules.receipt.shown import TOLD
from huiyin.vault.current import vault
from support.database import Ground
from support.moment import AT
from support.roles import attempt, intruder

pytestmark = pytest.mark.usefixtures("installed")

WITNESS = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = VerifierKey(
    name="witness.example", type=KeyType.COSIGNATURE, public_key=WITNESS.public_key().public_bytes_raw()
)


@pytest.fixture
def witnessed() -> Iterator[None]:
    """An installation that asks one witness."""
    house.use_witnesses([KEY])
    yield
    house.use_witnesses([])


def integrate(*, at: Any = AT) -> None:
    Integrator(vault().signer, log_folder()).turn(at=at)


def saved(life: builders.Life) -> bytes:
    data = receipts.own_receipt(life.petition, life.prepared.filed, at=life.at)
    assert data is not None
    return data


def proof_of(life: builders.Life) -> Proof:
    return receipts.verify(saved(life))


def test_before_the_log_holds_it_the_receipt_proves_the_promise_and_the_acts() -> None:
    life = builders.full_life()
    proof = proof_of(life)
    assert proof.log is None
    assert proof.history is not None
    assert [one.commitment for one in proof.history] == [one.entry.commitment for one in life.outcomes[1:]]
    assert {one.index for one in proof.history} == {None}
    assert not is_numbered(life.petition)


def test_once_integrated_the_filing_and_every_act_stand_in_the_published_tree() -> None:
    builders.file_petition()
    life = builders.full_life()
    integrate()
    proof = proof_of(life)
    assert is_numbered(life.petition)
    assert proof.log is not None
    assert proof.log.witnesses == ()
    assert proof.history is not None
    indexes = [proof.log.index, *(one.index for one in proof.history)]
    assert None not in indexes
    assert indexes == sorted(indexes, key=lambda one: one or 0)


def test_what_came_after_the_checkpoint_is_promised_and_in_order_and_not_in_the_tree() -> None:
    life = builders.classified()
    integrate()
    later = life.then(OpenStory(petition=life.petition), builders.HANDLER)
    history = proof_of(later).history
    assert history is not None
    assert [one.index is None for one in history] == [False, True]
    assert history[-1].shown == {}


def test_only_the_petitioners_own_acts_are_told_in_full() -> None:
    life = builders.full_life()
    proof = proof_of(life)
    assert proof.history is not None
    for act, outcome in zip(proof.history, life.outcomes[1:], strict=True):
        body = json.loads(outcome.entry.body)
        own = body["actor"]["kind"] == "petitioner"
        assert (act.body == body) if own else (act.body is None)
        assert act.shown == ({"kind": outcome.entry.kind} if outcome.entry.kind in TOLD else {})
    assert any(one.body is not None for one in proof.history)
    written = saved(life).decode()
    for outcome in life.outcomes[1:]:
        own = json.loads(outcome.entry.body)["actor"]["kind"] == "petitioner"
        assert (base64.b64encode(outcome.entry.salt).decode() in written) == own


def test_two_matters_have_each_their_own_history() -> None:
    one, other = builders.classified(), builders.accepted()
    for life in (one, other):
        assert {entry.subject for entry in entries_after(life.outcomes[0].entry)} == {life.petition}
        assert len(proof_of(life).history or ()) == len(life.outcomes) - 1


def cosign(*, at: Any) -> None:
    found = included([])
    assert found is not None
    note = parse_note(found.note)
    seconds = int(at.timestamp())
    line = cosignature(KEY, seconds, WITNESS.sign(cosignature_message(note.text, seconds))).line
    size = parse_checkpoint(note.text).size
    keep_cosignature(origin=vault().signer.origin, size=size, witness=KEY.name, at=at, line=line)


@pytest.mark.usefixtures("witnessed")
def test_a_witness_is_named_once_it_has_cosigned_and_not_before() -> None:
    life = builders.file_petition()
    integrate()
    assert proof_of(life).log is not None
    assert proof_of(life).log.witnesses == ()  # type: ignore[union-attr]
    cosign(at=AT)
    integrate()
    log = proof_of(life).log
    assert log is not None
    assert [(one.key, one.at) for one in log.witnesses] == [(str(KEY), AT)]


@pytest.mark.usefixtures("witnessed")
def test_a_witness_whose_clock_is_ahead_is_named_when_its_time_has_come() -> None:
    life = builders.file_petition()
    integrate()
    cosign(at=AT + timedelta(minutes=9))
    integrate()
    early = proof_of(life).log
    assert early is not None
    assert early.witnesses == ()
    data = receipts.own_receipt(life.petition, life.prepared.filed, at=AT + timedelta(minutes=9))
    assert data is not None
    assert len(receipts.verify(data).log.witnesses) == 1  # type: ignore[union-attr]


@pytest.mark.parametrize("fault", [Unknown("log.no_such_file"), Invalid("merkle.not_a_note")])
def test_damaged_files_of_the_log_cost_its_proof_and_not_the_receipt(
    fault: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*_: Any, **__: Any) -> Inclusion:
        raise fault

    life = builders.classified()
    integrate()
    monkeypatch.setattr(openings, "included", damaged)
    proof = proof_of(life)
    assert proof.log is None
    assert len(proof.history or ()) == 1


def test_a_published_tree_of_another_log_costs_what_does_not_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    life = builders.classified()
    integrate()
    found = included([one.entry.commitment for one in life.outcomes])
    assert found is not None
    other = Inclusion(note=found.note.replace(vault().signer.origin, "other"), size=9, places=found.places)
    monkeypatch.setattr(openings, "included", lambda *_, **__: other)
    proof = proof_of(life)
    assert proof.log is None
    assert proof.history is None
    assert proof.number == life.prepared.command.number


def test_the_history_ends_before_an_act_whose_salt_was_erased() -> None:
    life = builders.accepted()
    erased = life.outcomes[2].entry.commitment
    attempt("owner", f"DELETE FROM entry_salt WHERE commitment = '\\x{erased.hex()}'; COMMIT")
    assert [one.commitment for one in proof_of(life).history or ()] == [life.outcomes[1].entry.commitment]


def test_the_history_follows_the_chain_when_the_clock_was_set_back(ground: Ground) -> None:
    life = builders.accepted()
    with intruder(ground) as connection:
        connection.execute("ALTER TABLE entry DISABLE TRIGGER USER")
        connection.execute(
            "UPDATE entry SET at = at - interval '9 years' WHERE id = %s", (life.outcomes[2].entry.id,)
        )
    found = entries_after(life.outcomes[0].entry)
    assert [one.commitment for one in found] == [one.entry.commitment for one in life.outcomes[1:]]
