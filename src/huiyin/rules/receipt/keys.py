"""The keys of one log, each handed over to the next: the member ``keys`` of files of proof.

A list, oldest first, present when the log has had more than one key. Each element has

- ``public_key`` 32 bytes;
- ``until`` the instant until which it promised, ``handover`` its signature over `handover_message`, which
  names its successor, and ``accepted`` the successor's signature over the same bytes. Null in the last.

Whoever trusts an old key comes forward by the handovers, whoever trusts the newest comes back by what it
accepted. Keys are used in their order: after one has promised, none before it promises any more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Any

from huiyin.kernel import canonical
from huiyin.kernel.errors import Invalid
from huiyin.rules.merkle.note import KeyType, VerifierKey
from huiyin.rules.receipt.promise import Promise, SignatureCheck, bytes_of, promise_message

KEY_BYTES = 32


@dataclass(frozen=True, kw_only=True)
class LogKey:
    """One key of a log; the last one has no `until` as far as the file knows."""

    public_key: bytes
    until: datetime | None = None
    handover: bytes = b""
    accepted: bytes = b""

    def require_in_use(self, at: datetime, *, field: str = "promise") -> None:
        """Raise Invalid ``receipt.key_ended`` when it was replaced before `at`."""
        if self.until is not None and at > self.until:
            raise Invalid("receipt.key_ended", field=field)


@dataclass(frozen=True, kw_only=True)
class Keys:
    """The keys of the log `origin`, oldest first, whose handovers hold; that at `place` promised last."""

    origin: str
    keys: tuple[LogKey, ...]
    place: int = 0

    @property
    def verifiers(self) -> tuple[VerifierKey, ...]:
        """What signs the checkpoints that hold what was promised last: the same key, or later ones."""
        return tuple(_verifier(self.origin, one) for one in self.keys[self.place :])

    @property
    def texts(self) -> tuple[str, ...]:
        """All of them as verifier keys, oldest first: who trusts one can follow to the others."""
        return tuple(str(_verifier(self.origin, one)) for one in self.keys)

    def after(
        self, at: datetime, signature: bytes, commitment: bytes, check: SignatureCheck
    ) -> "Keys | None":
        """Return these when one of them promised this after what was promised last; None when none did.

        Raises Invalid ``receipt.key_ended`` when it was replaced before `at`.
        """
        message = promise_message(origin=self.origin, commitment=commitment, at=at)
        for place, one in enumerate(self.keys[self.place :], start=self.place):
            if check(one.public_key, signature, message):
                one.require_in_use(at)
                return replace(self, place=place)
        return None

    def require(self, origin: str, public_key: bytes, at: datetime) -> None:
        """Return when a correction promised by this key is of the same log, after what was promised last.

        Otherwise raise Invalid ``receipt.promise_invalid``, or ``receipt.key_ended``.
        """
        later = [one for one in self.keys[self.place :] if one.public_key == public_key]
        if origin != self.origin or not later:
            raise Invalid("receipt.promise_invalid", field="correction")
        later[0].require_in_use(at, field="correction")


def handover_message(
    *, origin: str, public_key: bytes, new_origin: str, new_public_key: bytes, at: datetime
) -> bytes:
    """Return the bytes by which the key of a log names its successor, which promises after `at`."""
    members = {
        "at": at,
        "new_origin": new_origin,
        "new_public_key": new_public_key,
        "origin": origin,
        "public_key": public_key,
    }
    return canonical.encode({"handover": members})


def keys_member(keys: Sequence[LogKey]) -> dict[str, Any]:
    """Return the member of the keys of a log, oldest first, under its name; nothing when there is but one."""
    if len(keys) <= 1:
        return {}
    *former, newest = keys
    told = [{**vars(one)} for one in former]
    nothing = {"until": None, "handover": None, "accepted": None}
    return {"keys": [*told, {"public_key": newest.public_key, **nothing}]}


def read_keys(members: Mapping[str, Any], promise: Promise, signature_holds: SignatureCheck) -> Keys:
    """Return the keys of a file's log; without the member, the one that promised. Or raise Invalid.

    ``receipt.incomplete`` when it is none; ``receipt.handover_invalid`` for a handover that does not hold or
    that lies before the one before it, or when the key of the promise is not among them;
    ``receipt.key_ended`` when that had been replaced before it promised.
    """
    if "keys" not in members:
        return Keys(origin=promise.origin, keys=(LogKey(public_key=promise.public_key),))
    listed = members["keys"]
    if not isinstance(listed, list) or not listed or not all(isinstance(one, dict) for one in listed):
        raise Invalid("receipt.incomplete", field="keys")
    keys = tuple(_key(one, last=place == len(listed)) for place, one in enumerate(listed, start=1))
    before: datetime | None = None
    for place, (one, following) in enumerate(pairwise(keys), start=1):
        if not _follows(one, following, before, promise.origin, signature_holds):
            raise Invalid("receipt.handover_invalid", field="keys", place=place)
        before = one.until
    places = [place for place, one in enumerate(keys) if one.public_key == promise.public_key]
    if not places:
        raise Invalid("receipt.handover_invalid", field="promise", place=0)
    keys[places[0]].require_in_use(promise.at)
    return Keys(origin=promise.origin, keys=keys, place=places[0])


def _key(members: Mapping[str, Any], *, last: bool) -> LogKey:
    try:
        public_key = bytes_of(members, "public_key")
        whole = len(public_key) == KEY_BYTES
        if last:
            whole = whole and all(members[name] is None for name in ("until", "handover", "accepted"))
            found = LogKey(public_key=public_key)
        else:
            until = datetime.fromisoformat(members["until"])
            whole = whole and canonical.instant(until) == members["until"]
            handover, accepted = bytes_of(members, "handover"), bytes_of(members, "accepted")
            found = LogKey(public_key=public_key, until=until, handover=handover, accepted=accepted)
    except (Invalid, KeyError, OverflowError, TypeError, ValueError) as fault:
        raise Invalid("receipt.incomplete", field="keys") from fault
    if not whole:
        raise Invalid("receipt.incomplete", field="keys")
    return found


def _follows(
    one: LogKey, following: LogKey, before: datetime | None, origin: str, signature_holds: SignatureCheck
) -> bool:
    assert one.until is not None  # noqa: S101  only the last one has none
    if before is not None and one.until < before:
        return False
    message = handover_message(
        origin=origin,
        public_key=one.public_key,
        new_origin=origin,
        new_public_key=following.public_key,
        at=one.until,
    )
    signed = signature_holds(one.public_key, one.handover, message)
    return signed and signature_holds(following.public_key, one.accepted, message)


def _verifier(origin: str, key: LogKey) -> VerifierKey:
    return VerifierKey(name=origin, type=KeyType.ED25519, public_key=key.public_key)
