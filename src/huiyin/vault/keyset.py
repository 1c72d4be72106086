"""The installation's keys: four Tink keysets and the log key, written to and read from one JSON text.

Each purpose has a key of its own: ``wrap`` wraps the data keys of petitions, ``blob`` seals drafts and
salts, ``hash`` makes keyed hashes, ``derive`` makes stable derived values. The log's Ed25519 key is
sealed under ``blob``. Tink's AEAD keysets name the key in every ciphertext, so a key can be added later
(`wrap_keys`) and old ciphertexts still open. Log keys that this house used before stay in the text as
public keys, so that what they signed can be checked for ever.
"""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

import tink
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tink import aead, json_proto_keyset_format, prf, secret_key_access

from huiyin.kernel import canonical
from huiyin.rules.receipt.keys import handover_message
from huiyin.vault.binding import bind

FORMAT = "huiyin-keys"
VERSION = 1
KEY_ID_BYTES = 5  # Tink's prefix of a ciphertext: a version byte and the id of its key

aead.register()
prf.register()

_TEMPLATES = {
    "wrap": aead.aead_key_templates.AES256_GCM,
    "blob": aead.aead_key_templates.AES256_GCM,
    "hash": prf.prf_key_templates.HMAC_SHA256,
    "derive": prf.prf_key_templates.HMAC_SHA256,
}


class Aead(Protocol):
    """Authenticated encryption under one of the installation's keysets."""

    def encrypt(self, plaintext: bytes, associated_data: bytes) -> bytes:
        """Return the ciphertext, which names its key."""

    def decrypt(self, ciphertext: bytes, associated_data: bytes) -> bytes:
        """Return the plaintext or raise tink.TinkError."""


class Prf(Protocol):
    """HMAC-SHA-256 under one of the installation's keys."""

    def compute(self, input_data: bytes, output_length: int) -> bytes:
        """Return `output_length` (at most 32) bytes."""


class Unreadable(Exception):
    """The text is not a whole, unaltered key file of a version known here; the argument says why."""


@dataclass(frozen=True, kw_only=True)
class FormerLogKey:
    """A key by which this house signed its log before; `until` it was replaced, signing its successor.

    `handover` is its signature over `rules.receipt.keys.handover_message`; `accepted` that of the successor
    over the same, empty where another log follows.
    """

    origin: str
    public_key: bytes
    until: datetime
    handover: bytes
    accepted: bytes


@dataclass(frozen=True, kw_only=True, eq=False)
class Keyset:
    """The installation's keys, ready for use. Never shown, never compared, never pickled."""

    wrap: Aead = field(repr=False)
    blob: Aead = field(repr=False)
    hash: Prf = field(repr=False)
    derive: Prf = field(repr=False)
    log_key: Ed25519PrivateKey = field(repr=False)
    origin: str
    former: tuple[FormerLogKey, ...]  # oldest first
    ending: Ed25519PrivateKey | None = field(repr=False)  # of the newest of these, while it signs beside
    wrap_ids: frozenset[bytes] = field(repr=False)
    wrap_id: bytes = field(repr=False)  # of these, with which every ciphertext of the one in use begins
    wrap_next: bytes = field(repr=False)  # the same of one that lies beside, not used yet; empty without one
    wrap_since: datetime | None  # when the one in use came into it; None of the first
    blob_ids: frozenset[bytes] = field(repr=False)

    def __reduce__(self) -> Any:
        """Refuse: keys never travel to queues, caches or other processes."""
        raise TypeError("keys are not pickled")


def generate(log_host: str) -> str:
    """Return the text of a fresh key file whose log is called ``<log_host>/<8 random hex digits>``."""
    handles = {name: tink.new_keyset_handle(template) for name, template in _TEMPLATES.items()}
    content = {
        "format": FORMAT,
        "version": VERSION,
        "keysets": {
            name: json.loads(json_proto_keyset_format.serialize(handle, secret_key_access.TOKEN))
            for name, handle in handles.items()
        },
        "log": _new_log(handles["blob"].primitive(aead.Aead), f"{log_host}/{secrets.token_hex(4)}")[0],
    }
    return text_of(content)


def succeed(text: str, at: datetime) -> str:
    """Return the key file with a new log of the same host, signed over to by the key of the old one.

    The old private key is not in it any more: nobody can sign a second tree of the old log. Raises
    Unreadable as `parse` does.
    """
    keys, content = parse(text), content_of(text)
    log, _ = _new_log(keys.blob, f"{keys.origin.rpartition('/')[0]}/{secrets.token_hex(4)}")
    content.pop("ending", None)
    return text_of({**content, "log": log, "former_logs": [*_former_logs(content), _ended(keys, log, at)]})


def rotate(text: str, at: datetime) -> str:
    """Return the key file with a new key for the same log; it promises from `at` on.

    The old private key stays in it beside, to sign checkpoints together with the new one until `retire`.
    Raises Unreadable as `parse` does, ValueError while an old one is still there.
    """
    keys, content = parse(text), content_of(text)
    if keys.ending is not None:
        raise ValueError("an old key is still there")
    log, new_key = _new_log(keys.blob, keys.origin)
    former = _ended(keys, log, at, accepts=new_key)
    return text_of(
        {
            **content,
            "log": log,
            "former_logs": [*_former_logs(content), former],
            "ending": content["log"]["sealed_key"],
        }
    )


def retire(text: str) -> str:
    """Return the key file without the old private key: from now on nobody can sign with it."""
    content = content_of(text)
    content.pop("ending", None)
    return text_of(content)


def parse(text: str) -> Keyset:
    """Return the keys that `generate` wrote; raise Unreadable when the text is not whole."""
    content = content_of(text)
    try:
        return _keyset(content)
    except (tink.TinkError, IndexError, KeyError, TypeError, ValueError) as error:
        raise Unreadable("content") from error


def content_of(text: str) -> dict[str, Any]:
    """Return what stands in the text; raise Unreadable when it is not whole."""
    return checked(text, FORMAT, VERSION)


def checked(text: str, format_: str, version: int) -> dict[str, Any]:
    """Return what stands in a text of this format, without its check; raise Unreadable when not whole."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable("syntax") from error
    if not isinstance(content, dict) or content.get("format") != format_:
        raise Unreadable("format")
    if content.get("version") != version:
        raise Unreadable("version")
    check = content.pop("check", None)
    if check != _check(content):
        raise Unreadable("check")
    return content


def _keyset(content: dict[str, Any]) -> Keyset:
    keysets, log = content["keysets"], content["log"]
    handles = {
        name: json_proto_keyset_format.parse(json.dumps(keysets[name]), secret_key_access.TOKEN)
        for name in _TEMPLATES
    }
    blob = handles["blob"].primitive(aead.Aead)
    former = tuple(map(_former, _former_logs(content)))
    return Keyset(
        wrap=handles["wrap"].primitive(aead.Aead),
        blob=blob,
        hash=handles["hash"].primitive(prf.PrfSet).primary(),
        derive=handles["derive"].primitive(prf.PrfSet).primary(),
        log_key=_private_key(blob, log["sealed_key"], log["origin"], base64.b64decode(log["public_key"])),
        origin=log["origin"],
        former=former,
        ending=_ending(blob, content["ending"], former[-1]) if "ending" in content else None,
        wrap_ids=_key_ids(handles["wrap"]),
        wrap_id=_prefix(handles["wrap"].keyset_info().primary_key_id),
        wrap_next=_prefix(content["wrap_next"]) if "wrap_next" in content else b"",
        wrap_since=_since(content),
        blob_ids=_key_ids(handles["blob"]),
    )


def _private_key(blob: Aead, sealed: str, origin: str, public_key: bytes) -> Ed25519PrivateKey:
    secret = blob.decrypt(base64.b64decode(sealed), _log_binding(origin))
    log_key = Ed25519PrivateKey.from_private_bytes(secret)
    if log_key.public_key().public_bytes_raw() != public_key:
        raise ValueError("the log key is not the one announced")
    return log_key


def _ending(blob: Aead, sealed: str, former: FormerLogKey) -> Ed25519PrivateKey:
    return _private_key(blob, sealed, former.origin, former.public_key)


def _new_log(blob: Aead, origin: str) -> tuple[dict[str, str], Ed25519PrivateKey]:
    log_key = Ed25519PrivateKey.generate()
    sealed = blob.encrypt(log_key.private_bytes_raw(), _log_binding(origin))
    public_key = log_key.public_key().public_bytes_raw()
    log = {
        "origin": origin,
        "public_key": base64.b64encode(public_key).decode(),
        "sealed_key": base64.b64encode(sealed).decode(),
    }
    return log, log_key


def _ended(
    keys: Keyset, new: dict[str, str], at: datetime, *, accepts: Ed25519PrivateKey | None = None
) -> dict[str, str]:
    """Return what is kept of the key in use when `new` follows it at `at`."""
    public_key = keys.log_key.public_key().public_bytes_raw()
    message = handover_message(
        origin=keys.origin,
        public_key=public_key,
        new_origin=new["origin"],
        new_public_key=base64.b64decode(new["public_key"]),
        at=at,
    )
    signatures = {"handover": keys.log_key.sign(message)}
    if accepts is not None:
        signatures["accepted"] = accepts.sign(message)
    return {
        "origin": keys.origin,
        "public_key": base64.b64encode(public_key).decode(),
        "until": canonical.instant(at),
        **{name: base64.b64encode(one).decode() for name, one in signatures.items()},
    }


def _former_logs(content: dict[str, Any]) -> list[dict[str, str]]:
    found: list[dict[str, str]] = content.get("former_logs", [])
    return found


def _former(log: dict[str, str]) -> FormerLogKey:
    return FormerLogKey(
        origin=log["origin"],
        public_key=base64.b64decode(log["public_key"]),
        until=datetime.fromisoformat(log["until"]).astimezone(UTC),
        handover=base64.b64decode(log["handover"]),
        accepted=base64.b64decode(log.get("accepted", "")),
    )


def text_of(content: dict[str, Any]) -> str:
    """Return the text of a key file with this in it."""
    return json.dumps(content | {"check": _check(content)}, indent=2) + "\n"


def _key_ids(handle: Any) -> frozenset[bytes]:
    return frozenset(_prefix(key.key_id) for key in handle.keyset_info().key_info)


def _prefix(key_id: int) -> bytes:
    return b"\x01" + key_id.to_bytes(KEY_ID_BYTES - 1, "big")


def _since(content: dict[str, Any]) -> datetime | None:
    text = content.get("wrap_since")
    return None if text is None else datetime.fromisoformat(text).astimezone(UTC)


def _log_binding(origin: str) -> bytes:
    return bind(b"huiyin log key v1", origin.encode())


def _check(content: dict[str, Any]) -> str:
    # Not a secret and not a signature: it tells a damaged file from a whole one.
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
