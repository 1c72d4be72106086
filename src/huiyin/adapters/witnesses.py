"""The log's side of its witnesses: asks each for a cosignature, in the background, waiting for none."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from queue import Empty, SimpleQueue
from threading import Thread

from huiyin.adapters import witness_call
from huiyin.adapters.ed25519 import signature_holds
from huiyin.adapters.postgres.tell import Tell
from huiyin.adapters.witness_call import Reply
from huiyin.kernel.errors import Invalid
from huiyin.rules.merkle.checkpoint import Checkpoint, parse_checkpoint, verify_cosignature
from huiyin.rules.merkle.note import Note, parse_note, parse_signatures
from huiyin.rules.witness.messages import Request, read_conflict, write_request
from huiyin.rules.witness.place import Place

Consistency = Callable[[int, int], Sequence[bytes]]  # old size, new size -> hashes of the proof

CLOCKS_APART = timedelta(minutes=10)  # a cosignature from farther ahead is not taken


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How long a witness may take, and how long one that failed is left alone: twice as long each time."""

    reply: float = 5.0  # seconds
    pause: float = 1.0
    longest_pause: float = 60.0


@dataclass(frozen=True, kw_only=True)
class Cosigned:
    """What a witness signed, checked against its key."""

    witness: str  # the name of its key
    origin: str
    size: int
    at: datetime
    line: str  # the signature line, with its newline: append it to the note of that size


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """A checkpoint on its way to a witness."""

    note: Note
    checkpoint: Checkpoint
    body: bytes


@dataclass(kw_only=True)
class _Standing:
    """How things stand with one witness."""

    place: Place
    known: int = 0  # the size it said it knows; 0 asks it to say
    cosigned: str = ""  # the text it cosigned last
    busy: bool = False
    problem: str = ""
    failures: int = 0  # in a row
    not_before: float = 0.0


class Witnesses:
    """The configured witnesses of one log. One thread uses it: the integrator's.

    ::

        witnesses = Witnesses(places, tell=say)
        ...each second, after publishing, whether there is a new checkpoint or not:
            for one in witnesses.answers(at=now):    # perhaps for an older checkpoint than the published one
                store(one); publish the file again when one.size is the published size
            witnesses.ask(note, consistency=proof)   # returns at once; asks nobody who cosigned this one
        ...a command that integrates once, by hand:
            cosigned = witnesses.gather(note, consistency=proof, at=now, seconds=10)
    """

    def __init__(self, places: Sequence[Place], *, tell: Tell, patience: Patience | None = None) -> None:
        self._standings = [_Standing(place=place) for place in places]
        self._tell, self._patience = tell, patience or Patience()
        self._replies: SimpleQueue[tuple[_Standing, _Asked, Reply]] = SimpleQueue()

    @property
    def problems(self) -> dict[str, str]:
        """The code of what is wrong with a witness, by its name; nothing for one that answers well."""
        return {one.place.key.name: one.problem for one in self._standings if one.problem}

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._standings)

    def settled(self, note: str) -> bool:
        """Return whether each has cosigned this checkpoint or, when last asked, failed."""
        text = parse_note(note).text
        return all(not one.busy and (one.cosigned == text or one.problem) for one in self._standings)

    def ask(self, note: str, *, consistency: Consistency) -> None:
        """Ask every witness that is free and has not cosigned this checkpoint; return at once.

        `consistency` is called before this returns, in the caller's thread, with the size that a witness said
        it knows (never 0, always below that of `note`) and the size of `note`.
        """
        parsed = parse_note(note)
        checkpoint = parse_checkpoint(parsed.text)
        for one in self._standings:
            if not one.busy and one.cosigned != parsed.text and time.monotonic() >= one.not_before:
                self._send(one, parsed, checkpoint, consistency)

    def answers(self, *, at: datetime) -> list[Cosigned]:
        """Return the cosignatures that have arrived since the last call; `at` is this instant."""
        found: list[Cosigned] = []
        while True:
            try:
                one, asked, reply = self._replies.get_nowait()
            except Empty:
                return found
            one.busy = False
            found += self._taken(one, asked, reply, at)

    def gather(self, note: str, *, consistency: Consistency, at: datetime, seconds: float) -> list[Cosigned]:
        """Ask and wait until every witness has cosigned or failed, or so much time has passed."""
        until = time.monotonic() + seconds
        found: list[Cosigned] = []
        while True:
            self.ask(note, consistency=consistency)
            found += self.answers(at=at)
            if self.settled(note) or time.monotonic() >= until:
                return found
            time.sleep(0.02)

    def _send(self, one: _Standing, note: Note, checkpoint: Checkpoint, consistency: Consistency) -> None:
        # One that said it knows more than there is may have been misunderstood: it is asked to say it again.
        old = one.known if one.known <= checkpoint.size else 0
        proof = tuple(consistency(old, checkpoint.size)) if 0 < old < checkpoint.size else ()
        body = write_request(Request(old_size=old, proof=proof, note=str(note)))
        asked = _Asked(note=note, checkpoint=checkpoint, body=body)
        one.busy = True
        # A thread of its own, which the end of the process does not wait for.
        Thread(target=self._call, args=(one, asked), daemon=True).start()

    def _call(self, one: _Standing, asked: _Asked) -> None:
        reply = witness_call.post(one.place.url, asked.body, seconds=self._patience.reply)
        self._replies.put((one, asked, reply))

    def _taken(self, one: _Standing, asked: _Asked, reply: Reply, at: datetime) -> list[Cosigned]:
        size = asked.checkpoint.size
        if reply.status == HTTPStatus.OK:
            return self._cosigned(one, asked, reply.body, at)
        known = read_conflict(reply.body) if reply.status == HTTPStatus.CONFLICT else None
        if known is not None and known > size:
            one.known = known
            self._trouble(one, "witness.ahead", known=known, size=size)
        elif known is not None and known != one.known:
            one.known = known  # asked again at once
        elif reply.status == HTTPStatus.UNPROCESSABLE_ENTITY:
            self._trouble(one, "witness.contradicts", size=size)
        elif reply.status is None:
            self._trouble(one, "witness.silent", reason=reply.failure)
        else:
            self._trouble(one, "witness.declines", status=reply.status)
        return []

    def _cosigned(self, one: _Standing, asked: _Asked, body: bytes, at: datetime) -> list[Cosigned]:
        key = one.place.key
        until = int((at + CLOCKS_APART).timestamp())
        try:
            signatures = parse_signatures(body.decode())
            own = [line for line in signatures if (line.name, line.key_id) == (key.name, key.key_id)][:1]
            answer = Note(text=asked.note.text, signatures=tuple(own))
            seconds = verify_cosignature(answer, key, signature_holds, until=until)
        except (Invalid, UnicodeDecodeError) as fault:
            reason = fault.code if isinstance(fault, Invalid) else "merkle.not_a_note"
            self._trouble(one, "witness.answers_wrongly", reason=reason)
            return []
        self._well(one, asked)
        checkpoint, signed = asked.checkpoint, datetime.fromtimestamp(seconds, UTC)
        line = own[0].line
        return [
            Cosigned(witness=key.name, origin=checkpoint.origin, size=checkpoint.size, at=signed, line=line)
        ]

    def _well(self, one: _Standing, asked: _Asked) -> None:
        one.known, one.cosigned = asked.checkpoint.size, asked.note.text
        one.failures, one.not_before = 0, 0.0
        if one.problem:
            one.problem = ""
            self._tell("witness.back", witness=one.place.key.name)

    def _trouble(self, one: _Standing, code: str, **facts: object) -> None:
        pause = self._patience.pause * 2 ** min(one.failures, 20)
        one.not_before = time.monotonic() + min(pause, self._patience.longest_pause)
        one.failures += 1
        if one.problem != code:  # said once, until it changes
            one.problem = code
            self._tell(code, witness=one.place.key.name, **facts)
