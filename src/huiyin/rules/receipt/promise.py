"""The log's promise (承诺) as the files of proof hold it, and members in base 64."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from huiyin.kernel import canonical
from huiyin.kernel.errors import Invalid
from huiyin.rules.merkle.note import from_base64

# How far a reader's clock may be behind; an instant after that did not happen yet.
BEHIND = timedelta(minutes=5)

SignatureCheck = Callable[[bytes, bytes, bytes], bool]  # public key, signature, message


@dataclass(frozen=True, kw_only=True)
class Promise:
    """The log's promise as a file holds it."""

    at: datetime
    origin: str
    public_key: bytes
    signature: bytes

    def holds(self, commitment: bytes, signature_holds: SignatureCheck) -> bool:
        """Return whether this promise was given for this commitment."""
        message = promise_message(origin=self.origin, commitment=commitment, at=self.at)
        return signature_holds(self.public_key, self.signature, message)


def promise_message(*, origin: str, commitment: bytes, at: datetime) -> bytes:
    """Return the bytes that the promise of an entry signs."""
    return canonical.encode({"at": at, "commitment": commitment, "origin": origin})


def latest(at: datetime) -> datetime:
    """Return the last instant that a reader whose clock shows `at` takes for past."""
    return at + BEHIND


def require_past(instants: Iterable[datetime], at: datetime) -> None:
    """Raise Invalid ``receipt.in_the_future`` when one lies after what the reader's clock `at` allows."""
    if max(instants) > latest(at):
        raise Invalid("receipt.in_the_future", field="promise")


def promise_of(receipt: Mapping[str, Any]) -> Promise:
    """Return the member ``promise``; raise Invalid ``receipt.incomplete`` when it is none."""
    members = receipt["promise"]
    try:
        at, origin = datetime.fromisoformat(members["at"]), members["origin"]
        named = canonical.instant(at) == members["at"] and bool(str.encode(origin))
    except (KeyError, OverflowError, TypeError, ValueError) as fault:
        raise Invalid("receipt.incomplete", field="promise") from fault
    if not named:
        raise Invalid("receipt.incomplete", field="promise")
    return Promise(
        at=at,
        origin=origin,
        public_key=bytes_of(members, "public_key"),
        signature=bytes_of(members, "signature"),
    )


def tellable(text: object) -> str:
    """Return the beginning of something out of a file as a message may hold it."""
    told = str(text)[:200]
    return told if told.isprintable() else ascii(told)


def bytes_of(members: Mapping[str, Any], name: str) -> bytes:
    """Return a member that is base 64 in its one spelling; raise Invalid ``receipt.incomplete`` naming it.

    What is not written so, one version of one language reads and another does not.
    """
    try:
        found = from_base64(members[name])
    except (KeyError, TypeError) as fault:
        raise Invalid("receipt.incomplete", field=name) from fault
    if found is None:
        raise Invalid("receipt.incomplete", field=name)
    return found
