"""A witness: answers a request after what it decided is on the disk (C2SP tlog-witness)."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus
from pathlib import Path

from huiyin.adapters.ed25519 import signature_holds
from huiyin.adapters.witnessing import key as key_file
from huiyin.adapters.witnessing.evidence_files import EvidenceFiles
from huiyin.adapters.witnessing.key import WitnessKey
from huiyin.adapters.witnessing.state import Moment, State
from huiyin.kernel.errors import Conflict, Invalid
from huiyin.rules.merkle.checkpoint import Checkpoint, parse_checkpoint
from huiyin.rules.merkle.note import VerifierKey, parse_note
from huiyin.rules.witness import evidence, messages
from huiyin.rules.witness.deciding import Cosign, Decision, Held, OtherSize, Refuse, Refused, decide
from huiyin.rules.witness.evidence import Evidence, Verdict, contradiction
from huiyin.rules.witness.showing import Shown, log_key, shown, signed_by_log

STATUS = {
    "witness.malformed": HTTPStatus.BAD_REQUEST,
    "witness.not_signed": HTTPStatus.FORBIDDEN,
    "witness.signature_invalid": HTTPStatus.FORBIDDEN,
    Refused.OLD_SIZE_BEYOND: HTTPStatus.BAD_REQUEST,
    Refused.EMPTY_ROOT_WRONG: HTTPStatus.UNPROCESSABLE_ENTITY,
    Refused.PROOF_NOT_EMPTY: HTTPStatus.UNPROCESSABLE_ENTITY,
    Refused.OTHER_ROOT: HTTPStatus.UNPROCESSABLE_ENTITY,
    Refused.PROOF_FAILS: HTTPStatus.UNPROCESSABLE_ENTITY,
}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What goes back over the wire; `code` says why, for whoever reads the witness's own log."""

    status: HTTPStatus
    body: bytes
    type: str = messages.NOTE_TYPE
    code: str = ""


@dataclass(frozen=True, kw_only=True)
class Found:
    """Evidence that was just written."""

    file: Path | None  # None when it could not be written
    verdict: Verdict
    origin: str
    held: int
    shown: int


Now = Callable[[], datetime]

KEY, STATE, EVIDENCE = "witness.key", "state.sqlite3", "evidence"


def make(folder: Path, name: str) -> WitnessKey:
    """Make a witness's folder with a new key of this name; Misconfigured when it holds one already."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    State.make(folder / STATE)  # the key comes last: what has no key was not made
    return key_file.make(folder / KEY, name)


def open_witness(folder: Path, *, tell: Callable[[Found], None]) -> "Witness":
    """Return the witness of a folder; Misconfigured when it holds none."""
    return Witness(
        key=key_file.read(folder / KEY),
        state=State(folder / STATE),
        evidence=EvidenceFiles(folder=folder / EVIDENCE),
        tell=tell,
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class Witness:
    """A witness in its folder. Several threads, and several processes, may ask it at once."""

    key: WitnessKey
    state: State
    evidence: EvidenceFiles
    tell: Callable[[Found], None]

    def add_checkpoint(self, body: bytes, now: Now) -> Answer:
        """Answer a request; a checkpoint that is cosigned is on the disk before this returns.

        The clock is read when the state is held still: times go up in the order in which they are signed.
        """
        try:
            request = shown(messages.read_request(body))
            keys = self.state.keys(request.checkpoint.origin)
            if not keys:
                return _no(HTTPStatus.NOT_FOUND, "witness.unknown_log")
            trusted = tuple(log_key(one) for one in keys)
            signed = replace(request, note=signed_by_log(request.note, trusted, signature_holds))
            return self._answer(signed, trusted, now)
        except Invalid as fault:
            return _no(STATUS[fault.code], fault.code)
        except Conflict as fault:
            return _no(HTTPStatus.SERVICE_UNAVAILABLE, fault.code)
        except sqlite3.Error:  # such as a full disk: nothing was decided
            return _no(HTTPStatus.SERVICE_UNAVAILABLE, "witness.memory_fails")

    def checkpoint(self, name: str) -> str | None:
        """Return the latest cosigned note of the log whose origin has this hash; None without one."""
        for log in self.state.logs():
            if messages.origin_hash(log.origin) == name and log.latest is not None:
                return log.latest.note + log.latest.line
        return None

    def _answer(self, request: Shown, keys: tuple[VerifierKey, ...], now: Now) -> Answer:
        decision, line = self._decided(request, now)
        # From here on it is on the disk: a kill loses the answer, never what was decided.
        if line is not None:
            self.evidence.settle(request.note)
            return Answer(status=HTTPStatus.OK, body=line.encode())
        if not isinstance(decision, Cosign) and decision.against is not None:
            self._bear_witness(request, keys, decision.against, now())
        if isinstance(decision, OtherSize):
            body = messages.write_conflict(decision.known)
            return Answer(
                status=HTTPStatus.CONFLICT, body=body, type=messages.SIZE_TYPE, code="witness.other_size"
            )
        assert isinstance(decision, Refuse)  # noqa: S101  the third and last
        return _no(STATUS[decision.why], decision.why)

    def _decided(self, request: Shown, now: Now) -> tuple[Decision, str | None]:
        with self.state.moment(request.checkpoint.origin) as moment:
            latest = moment.latest()
            same_size = moment.of_size(request.checkpoint.size)
            decision = decide(request, latest=latest, same_size=same_size)
            if not isinstance(decision, Cosign):
                return decision, None
            return decision, self._cosigned(request, moment, int(now().timestamp()))

    def _cosigned(self, request: Shown, moment: Moment, at: int) -> str:
        moment.reach(at)
        before = moment.of_size(request.checkpoint.size)
        if before is not None and before.at == at and parse_note(before.note).text == request.note.text:
            return before.line  # the same again within a second costs no write
        line = self.key.cosign(request.note.text, at).line
        size, root = request.checkpoint.size, request.checkpoint.root
        moment.keep(Held(size=size, root=root, note=str(request.note), line=line, at=at))
        return line

    def _bear_witness(self, request: Shown, keys: tuple[VerifierKey, ...], held: Held, at: datetime) -> None:
        note = parse_note(held.note + held.line)
        earlier = parse_checkpoint(note.text)
        verdict = contradiction(earlier, request.checkpoint, request.proof)
        data = evidence.write(
            Evidence(
                witness=self.key.public,
                at=at,
                keys=keys,
                held=note,
                shown=request.note,
                old_size=request.old_size,
                proof=request.proof,
            )
        )
        try:
            file = self.evidence.write(data, request.note, proves=verdict.proves)
        except OSError:  # such as a full disk: it is told all the same
            self.tell(_found(None, verdict, earlier, request))
        else:
            if file is not None:
                self.tell(_found(file, verdict, earlier, request))


def _found(file: Path | None, verdict: Verdict, held: Checkpoint, request: Shown) -> Found:
    shown_size = request.checkpoint.size
    return Found(file=file, verdict=verdict, origin=held.origin, held=held.size, shown=shown_size)


def _no(status: HTTPStatus, code: str) -> Answer:
    return Answer(status=status, body=f"{code}\n".encode(), code=code)
