"""The installation's keys: four Tink keysets and the log key, written to and read from one JSON text.

Each purpose has a key of its own: ``wrap`` wraps the data keys of petitions, ``blob`` seals drafts and
salts, ``hash`` makes keyed hashes, ``derive`` makes stable derived values. The log's Ed25519 key is
sealed under ``blob``. Tink's AEAD keysets name the key in every ciphertext, so a key can be added
later and old ciphertexts still open. Log keys that this house used before stay in the text as public keys,
so that what they signed can be checked for ever.
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

    `handover` is its last signature: over `log_key.handover_message`.
    """

    origin: str
    public_key: bytes
    until: datetime
    handover: bytes


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
    wrap_ids: frozenset[bytes] = field(repr=False)
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
        "log": _new_log(handles["blob"].primitive(aead.Aead), log_host)[0],
    }
    return _text(content)


def succeed(text: str, at: datetime) -> str:
    """Return the key file with a new log of the same host, signed over to by the key of the old one.

    The old private key is not in it any more: nobody can sign a second tree of the old log. Raises
    Unreadable as `parse` does.
    """
    keys, content = parse(text), _content(text)
    log, public_key = _new_log(keys.blob, keys.origin.rpartition("/")[0])
    message = handover_message(
        origin=keys.origin,
        public_key=keys.log_key.public_key().public_bytes_raw(),
        new_origin=log["origin"],
        new_public_key=public_key,
        at=at,
    )
    former = {
        "origin": keys.origin,
        "public_key": content["log"]["public_key"],
        "until": canonical.instant(at),
        "handover": base64.b64encode(keys.log_key.sign(message)).decode(),
    }
    return _text({**content, "log": log, "former_logs": [*content.get("former_logs", []), former]})


def handover_message(
    *, origin: str, public_key: bytes, new_origin: str, new_public_key: bytes, at: datetime
) -> bytes:
    """Return the bytes by which the key of a log names its successor, its last signature."""
    members = {
        "at": at,
        "new_origin": new_origin,
        "new_public_key": new_public_key,
        "origin": origin,
        "public_key": public_key,
    }
    return canonical.encode({"handover": members})


def parse(text: str) -> Keyset:
    """Return the keys that `generate` wrote; raise Unreadable when the text is not whole."""
    content = _content(text)
    try:
        return _keyset(content["keysets"], content["log"], content.get("former_logs", []))
    except (tink.TinkError, KeyError, TypeError, ValueError) as error:
        raise Unreadable("content") from error


def _content(text: str) -> dict[str, Any]:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable("syntax") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise Unreadable("format")
    if content.get("version") != VERSION:
        raise Unreadable("version")
    check = content.pop("check", None)
    if check != _check(content):
        raise Unreadable("check")
    return content


def _keyset(keysets: dict[str, Any], log: dict[str, str], former: list[dict[str, str]]) -> Keyset:
    handles = {
        name: json_proto_keyset_format.parse(json.dumps(keysets[name]), secret_key_access.TOKEN)
        for name in _TEMPLATES
    }
    blob = handles["blob"].primitive(aead.Aead)
    secret = blob.decrypt(base64.b64decode(log["sealed_key"]), _log_binding(log["origin"]))
    log_key = Ed25519PrivateKey.from_private_bytes(secret)
    if log_key.public_key().public_bytes_raw() != base64.b64decode(log["public_key"]):
        raise ValueError("the log key is not the one announced")
    return Keyset(
        wrap=handles["wrap"].primitive(aead.Aead),
        blob=blob,
        hash=handles["hash"].primitive(prf.PrfSet).primary(),
        derive=handles["derive"].primitive(prf.PrfSet).primary(),
        log_key=log_key,
        origin=log["origin"],
        former=tuple(map(_former, former)),
        wrap_ids=_key_ids(handles["wrap"]),
        blob_ids=_key_ids(handles["blob"]),
    )


def _new_log(blob: Aead, host: str) -> tuple[dict[str, str], bytes]:
    log_key = Ed25519PrivateKey.generate()
    origin = f"{host}/{secrets.token_hex(4)}"
    sealed = blob.encrypt(log_key.private_bytes_raw(), _log_binding(origin))
    public_key = log_key.public_key().public_bytes_raw()
    log = {
        "origin": origin,
        "public_key": base64.b64encode(public_key).decode(),
        "sealed_key": base64.b64encode(sealed).decode(),
    }
    return log, public_key


def _former(log: dict[str, str]) -> FormerLogKey:
    return FormerLogKey(
        origin=log["origin"],
        public_key=base64.b64decode(log["public_key"]),
        until=datetime.fromisoformat(log["until"]).astimezone(UTC),
        handover=base64.b64decode(log["handover"]),
    )


def _text(content: dict[str, Any]) -> str:
    return json.dumps(content | {"check": _check(content)}, indent=2) + "\n"


def _key_ids(handle: Any) -> frozenset[bytes]:
    return frozenset(b"\x01" + key.key_id.to_bytes(4, "big") for key in handle.keyset_info().key_info)


def _log_binding(origin: str) -> bytes:
    return bind(b"huiyin log key v1", origin.encode())


def _check(content: dict[str, Any]) -> str:
    # Not a secret and not a signature: it tells a damaged file from a whole one.
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
