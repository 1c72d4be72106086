"""What a proof says, line by line: names of sentences and their facts; told.js tells the same."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, assert_never

from huiyin.kernel import canonical
from huiyin.rules.nonresponse.corrections import Correction
from huiyin.rules.receipt.compact import CompactProof
from huiyin.rules.receipt.format import Proof
from huiyin.rules.receipt.history import Act
from huiyin.rules.receipt.logged import Logged
from huiyin.rules.receipt.silence import RecordProof

AnyProof = Proof | RecordProof | CompactProof


@dataclass(frozen=True, kw_only=True)
class Line:
    """A sentence by its name in `words`, and its facts."""

    name: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Told:
    """A proof as it is told: a headline, what it proves and what it does not."""

    head: str
    proved: tuple[Line, ...]
    unproved: tuple[Line, ...]


def told_of(proof: AnyProof) -> Told:
    """Return how a proof is told."""
    match proof:
        case CompactProof():
            return _compact(proof)
        case RecordProof():
            return _record(proof)
        case Proof():
            return _receipt(proof)
        case _:
            assert_never(proof)


def _compact(proof: CompactProof) -> Told:
    content = base64.b64encode(proof.content).decode()
    return Told(
        head="holds_compact",
        proved=(*_promise(proof), _line("content_hash", content=content)),
        unproved=(_line("key"), _line("content_unseen"), _line("not_logged_here")),
    )


def _receipt(proof: Proof) -> Told:
    files = proof.filed.get("files")
    proved, unproved = [*_promise(proof), _line("content")], [_line("key")]
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
    return Told(head="holds_receipt", proved=tuple(proved), unproved=(*unproved, _line("true")))


def _logged(log: Logged) -> list[Line]:
    seen = [_line("witnessed", who=one.key.partition("+")[0], at=_second(one.at)) for one in log.witnesses]
    return [_line("included", size=log.checkpoint.size), *seen]


def _history(history: Sequence[Act]) -> list[Line]:
    waiting = sum(1 for act in history if act.index is None)
    told = [_line("history", count=len(history))] if history else []
    return [*told, _line("history_waits", count=waiting)] if waiting else told


def _second(at: datetime) -> int:
    return int(at.timestamp())


def _record(proof: RecordProof) -> Told:
    record, correction = proof.record, proof.correction
    says = _line("record", record=record["record"], day=record["binding_on"])
    unproved = [_line("key"), _line("no_finding")]
    if correction is None:
        return Told(
            head="holds_silence",
            proved=(*_promise(proof), says),
            unproved=(*unproved, _line("no_correction")),
        )
    proved = (*_promise(proof), says, _corrected(correction.told))
    return Told(head="holds_silence", proved=proved, unproved=tuple(unproved))


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
