"""A key file that opens only with its token: keys sealed under a fresh key, which the token wrapped.

    {"format": "huiyin-keys-on-token", "version": 1, "suite": 1, "token": …, "key": …,
     "wrapped": base64(nonce, sealed key, tag), "sealed": base64(nonce, sealed keys, tag), "check": …}

The token sees 32 bytes, once each time the file is opened or written; how large it grows does not matter.
"""

import base64
import binascii
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag

from huiyin.kernel.errors import Misconfigured
from huiyin.vault import keyset
from huiyin.vault.binding import bind
from huiyin.vault.covers import COVERED, NOT_WRAPPED, is_on_token
from huiyin.vault.key_uri import TokenPlace
from huiyin.vault.suite import KEY_BYTES, NONCE_BYTES, Suite, cipher

VERSION = 1
_KEY_BINDING = bind(b"huiyin key file key v1")
_KEYS_BINDING = bind(b"huiyin key file on token v1", bytes((Suite.AES_256_GCM,)))


class Wrapper(Protocol):
    """A key that never leaves its token."""

    def close(self, secret: bytes, bound_to: bytes) -> bytes:
        """Return the secret encrypted."""

    def open(self, sealed: bytes, bound_to: bytes) -> bytes:
        """Return the secret; raise Misconfigured ``token.…`` when this token did not encrypt it."""


@dataclass(frozen=True, kw_only=True)
class TokenCover:
    """Wraps by the key of a token; `wrapper` opens the way to it, so that nothing is loaded before."""

    place: TokenPlace
    wrapper: Callable[[TokenPlace], Wrapper]

    def close(self, text: str) -> str:
        """Return the key file that holds these keys; errors of the token as Misconfigured."""
        key, nonce = os.urandom(KEY_BYTES), os.urandom(NONCE_BYTES)
        sealed = nonce + cipher(Suite.AES_256_GCM, key).encrypt(nonce, text.encode(), _KEYS_BINDING)
        token = self.wrapper(self.place)
        wrapped = token.close(key, _KEY_BINDING)
        # Danger: what a token closed and does not open again would take every key with it.
        if token.open(wrapped, _KEY_BINDING) != key:
            raise Misconfigured("token.failed", token=self.place.token, reason="opens something else")
        content = {
            "format": COVERED,
            "version": VERSION,
            "suite": int(Suite.AES_256_GCM),
            "token": self.place.token,
            "key": self.place.object,
            "wrapped": base64.b64encode(wrapped).decode(),
            "sealed": base64.b64encode(sealed).decode(),
        }
        return keyset.text_of(content)

    def open(self, text: str) -> str:
        """Return the keys; raise Misconfigured ``token.not_wrapped`` for a file that no token wrapped."""
        if not is_on_token(text) and _is_plain(text):
            raise Misconfigured(NOT_WRAPPED, token=self.place.token)
        content = keyset.checked(text, COVERED, VERSION)
        try:
            wrapped, sealed = (
                base64.b64decode(content[name], validate=True) for name in ("wrapped", "sealed")
            )
            suite = Suite(content["suite"])
        except (KeyError, TypeError, ValueError, binascii.Error) as error:
            raise keyset.Unreadable("content") from error
        key = self.wrapper(self.place).open(wrapped, _KEY_BINDING)
        try:
            return (
                cipher(suite, key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _KEYS_BINDING).decode()
            )
        except (InvalidTag, ValueError) as error:
            raise keyset.Unreadable("content") from error


def _is_plain(text: str) -> bool:
    try:
        content: Any = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(content, dict) and content.get("format") == keyset.FORMAT
