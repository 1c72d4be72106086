"""A PKCS#11 token that holds one AES-256 key which never leaves it; imported only where a setting names one.

The library is opened, asked and closed again each time: what the token lends, a process holds no longer than
it needs, and nothing of it survives a fork.
"""

import os
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pkcs11
from pkcs11 import Attribute, GCMParams, KeyType, Mechanism, ObjectClass
from pkcs11 import exceptions as faults

from huiyin.kernel.errors import Misconfigured
from huiyin.vault.key_uri import TokenPlace
from huiyin.vault.suite import KEY_BYTES, NONCE_BYTES, TAG_BYTES

_OTHERS = 0o077
_KIND = {Attribute.KEY_TYPE: KeyType.AES, Attribute.CLASS: ObjectClass.SECRET_KEY}

# What the key may be used for: to open and close small things, and to be told from others by its name.
_TEMPLATE = {
    Attribute.SENSITIVE: True,
    Attribute.EXTRACTABLE: False,
    Attribute.PRIVATE: True,
    Attribute.MODIFIABLE: False,
    Attribute.ENCRYPT: True,
    Attribute.DECRYPT: True,
    Attribute.WRAP: False,
    Attribute.UNWRAP: False,
    Attribute.SIGN: False,
    Attribute.VERIFY: False,
    Attribute.DERIVE: False,
}

_alone = threading.Lock()  # who closes the library must not close it for another thread
_NOT_THERE = (faults.NoSuchToken, faults.TokenNotPresent, faults.TokenNotRecognised, faults.DeviceRemoved)
_WRONG_PIN = (faults.PinIncorrect, faults.PinInvalid, faults.PinLenRange)


@dataclass(frozen=True, kw_only=True)
class Token:
    """The key at a place. Every method raises Misconfigured ``token.…`` with one cause and its way out."""

    place: TokenPlace

    def make_key(self) -> bool:
        """Make the key unless it is there; return True when this call made it."""
        with self._session(rw=True) as session:
            if self._keys(session):
                return False
            session.generate_key(
                KeyType.AES, KEY_BYTES * 8, label=self.place.object, store=True, template=_TEMPLATE
            )
        return True

    def close(self, secret: bytes, bound_to: bytes) -> bytes:
        """Return the secret encrypted by the token's key: nonce, ciphertext and tag (AES-256-GCM)."""
        nonce = os.urandom(NONCE_BYTES)
        with self._session() as session:
            sealed = self._key(session).encrypt(secret, **_how(nonce, bound_to))
        return nonce + bytes(sealed)

    def open(self, sealed: bytes, bound_to: bytes) -> bytes:
        """Return the secret; raise Misconfigured ``token.other_key`` when another key closed it."""
        nonce, body = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        with self._session() as session:
            key = self._key(session)
            try:
                return bytes(key.decrypt(body, **_how(nonce, bound_to)))
            # Libraries name a tag that does not fit in several ways; SoftHSM 2.6 says GeneralError.
            except (
                faults.EncryptedDataInvalid,
                faults.EncryptedDataLenRange,
                faults.GeneralError,
                faults.FunctionFailed,
            ) as error:
                raise self._fault("token.other_key") from error

    def _key(self, session: Any) -> Any:
        found = self._keys(session)
        if len(found) == 1:
            return found[0]
        raise self._fault("token.several_keys" if found else "token.key_missing")

    def _keys(self, session: Any) -> list[Any]:
        # To the end: a search that is left open would outlive the library.
        return list(session.get_objects({Attribute.LABEL: self.place.object, **_KIND}))

    @contextmanager
    def _session(self, *, rw: bool = False) -> Iterator[Any]:
        pin = self._pin()
        with _alone:
            library = self._library()
            try:
                with self._logged_in(library, pin, rw=rw) as session:
                    yield session
            except faults.PKCS11Error as error:
                raise self._fault("token.failed", reason=type(error).__name__) from error
            finally:
                library.finalize()

    def _library(self) -> Any:
        try:
            return pkcs11.lib(str(self.place.module))
        except (faults.PKCS11Error, OSError) as error:
            if not self.place.module.exists():
                raise self._fault("token.module_missing") from error
            raise self._fault("token.module_unusable", reason=str(error) or type(error).__name__) from error

    @contextmanager
    def _logged_in(self, library: Any, pin: str, *, rw: bool) -> Iterator[Any]:
        serial = {"token_serial": self.place.serial.encode()} if self.place.serial else {}
        try:
            token = library.get_token(token_label=self.place.token, **serial)
            opened = token.open(rw=rw, user_pin=pin)
        except _NOT_THERE as error:
            raise self._fault("token.missing") from error
        except faults.MultipleTokensReturned as error:
            raise self._fault("token.several") from error
        except faults.PinLocked as error:
            raise self._fault("token.locked") from error
        except _WRONG_PIN as error:
            raise self._fault("token.wrong_pin") from error
        except faults.PinExpired as error:
            raise self._fault("token.pin_expired") from error
        with opened as session:
            yield session

    def _pin(self) -> str:
        path = self.place.pin_file
        try:
            mode = stat.S_IMODE(path.stat().st_mode)
            pin = path.read_text("utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or type(error).__name__
            raise self._fault("token.pin_unreadable", reason=reason) from error
        if mode & _OTHERS:
            raise self._fault("token.pin_open_to_others", found=f"{mode:04o}")
        if not pin:
            raise self._fault("token.pin_unreadable", reason="empty")
        return pin

    def _fault(self, code: str, **more: str) -> Misconfigured:
        facts = {"token": self.place.token, "key": self.place.object, "module": str(self.place.module)}
        return Misconfigured(code, **facts, pin_file=str(self.place.pin_file), **more)


def _how(nonce: bytes, bound_to: bytes) -> dict[str, Any]:
    return {
        "mechanism": Mechanism.AES_GCM,
        "mechanism_param": GCMParams(nonce, bound_to, TAG_BYTES * 8),
    }
