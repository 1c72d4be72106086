"""What a proof says, line by line: names of sentences and their facts; told.js tells the same."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, assert_never

from huiyin.kernel import canonical
from huiyin.rules.nonresponse.corrections import Correction
from huiyin.rules.receipt.compact import CompactProof
from huiyin.rules.receipt.format import Proof
from huiyin.rules.receipt.history import Act
from huiyin.rules.receipt.logged import Logged
from huiyin.rules.receipt.silence import RecordProof
from huiyin.vault.log_key import verifier_key

AnyProof = Proof | RecordProof | CompactProof


@dataclass(frozen=True, kw_only=True)
class Line:
    """A sentence by its name in `words`, and its facts."""

    name: str
    facts: Mapping[str, Any]


OwnKeys = Mapping[str, datetime | None]  # a site's verifier keys, and until when each was in use

_ENDED = datetime.min.replace(tzinfo=UTC)

Lines = tuple[list[Line], list[Line]]  # what is proved, and what is not


@dataclass(frozen=True, kw_only=True)
class Told:
    """A proof as it is told: a headline, what is to be noted first, what it proves and what it does not."""

    head: str
    notes: tuple[str, ...]
    proved: tuple[Line, ...]
    unproved: tuple[Line, ...]


def told_of(proof: AnyProof, *, own_keys: OwnKeys) -> Told:
    """Return how a proof is told; `own_keys` are those of the site that tells it."""
    head, proved, unproved = _told(proof)
    signer, followed = _signer(proof, own_keys), len(key_texts(proof))
    same = signer == "same_key"
    notes = [name for name, is_so in (("demo", proof.demo), (signer, not same)) if is_so]
    return Told(
        head=head,
        notes=tuple(notes),
        proved=(
            *_promise(proof),
            *([_line("same_key")] if same else []),
            *([_line("keys_followed", count=followed)] if followed > 1 else []),
            *proved,
        ),
        unproved=(_line("key"), *unproved),
    )


def key_texts(proof: AnyProof) -> tuple[str, ...]:
    """Return the keys of the proof's log as the file knows them, oldest first."""
    if isinstance(proof, CompactProof):
        return (verifier_key(proof.origin, proof.public_key),)
    return proof.keys.texts


def _signer(proof: AnyProof, own_keys: OwnKeys) -> str:
    """Return whose key promised.

    One that the site does not know is its own all the same when its key in use signed over to it: a page that
    was saved before the change.
    """
    key = verifier_key(proof.origin, proof.public_key)
    if key in own_keys:
        until = own_keys[key]
        return "ended_key" if until is not None and proof.at > until else "same_key"
    before = () if isinstance(proof, CompactProof) else proof.keys.texts[: proof.keys.place]
    return "same_key" if any(own_keys.get(one, _ENDED) is None for one in before) else "other_key"


def _told(proof: AnyProof) -> tuple[str, list[Line], list[Line]]:
    match proof:
        case CompactProof():
            return "holds_compact", *_compact(proof)
        case RecordProof():
            return "holds_silence", *_record(proof)
        case Proof():
            return "holds_receipt", *_receipt(proof)
        case _:
            assert_never(proof)


def _compact(proof: CompactProof) -> Lines:
    content = base64.b64encode(proof.content).decode()
    return [_line("content_hash", content=content)], [_line("content_unseen"), _line("not_logged_here")]


def _receipt(proof: Proof) -> Lines:
    files = proof.filed.get("files")
    proved, unproved = [_line("content")], []
    if isinstance(files, list) and files:
        proved.append(_line("files", count=len(files)))
    if proof.log is None:
        unproved.append(_line("not_logged"))
    else:
        proved += _logged(proof.log)
        unproved.append(_line("witness_keys" if proof.log.witnesses else "not_witnessed"))
    if proof.history is not None:
        proved += _history(proof.history)
        unproved.append(_line("later"))
    return proved, [*unproved, _line("true")]


def _logged(log: Logged) -> list[Line]:
    seen = [_line("witnessed", who=one.key.partition("+")[0], at=_second(one.at)) for one in log.witnesses]
    return [_line("included", size=log.checkpoint.size), *seen]


def _history(history: Sequence[Act]) -> list[Line]:
    waiting = sum(1 for act in history if act.index is None)
    told = [_line("history", count=len(history))] if history else []
    return [*told, _line("history_waits", count=waiting)] if waiting else told


def _second(at: datetime) -> int:
    return int(at.timestamp())


def _record(proof: RecordProof) -> Lines:
    record, correction = proof.record, proof.correction
    says = _line("record", record=record["record"], day=record["binding_on"])
    if correction is None:
        return [says], [_line("no_finding"), _line("no_correction")]
    return [says, _corrected(correction.told)], [_line("no_finding")]


def _corrected(told: Mapping[str, Any]) -> Line:
    day, reason, on = told["corrected_on"], told["reason"], told["on"]
    if reason == Correction.DATE_MOVED and on is None:
        return _line("corrected_date_open", day=day)
    if reason == Correction.OFFICE_STATES_ANSWER:
        return _line("corrected_office_states_answer", day=day, on=on, office=told["office"])
    if reason in (Correction.ANSWERED_IN_TIME, Correction.DATE_MOVED):
        return _line(f"corrected_{reason}", day=day, on=on)
    return _line("corrected_not_owed" if reason == Correction.NOT_OWED else "corrected", day=day)


def _promise(proof: AnyProof) -> list[Line]:
    return [
        _line("promise", origin=proof.origin, at=canonical.instant(proof.at)),
        _line("number", number=proof.number),
    ]


def _line(name: str, **facts: Any) -> Line:
    return Line(name=name, facts=facts)
