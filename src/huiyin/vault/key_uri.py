"""Which key on which token wraps the key file, as a setting says it: a PKCS#11 URI (RFC 7512).

>>> uri = "pkcs11:token=huiyin;object=keys?module-path=/usr/lib/p11.so&pin-source=file:/etc/huiyin/pin"
>>> place = read_uri("HUIYIN_KEY_URI", uri)
>>> place.token, place.object, str(place.module), str(place.pin_file)
('huiyin', 'keys', '/usr/lib/p11.so', '/etc/huiyin/pin')
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from huiyin.kernel.errors import Misconfigured

SCHEME = "pkcs11:"
PATH_NAMES = frozenset({"token", "object", "serial", "type"})
QUERY_NAMES = frozenset({"module-path", "pin-source"})
DEFAULT_OBJECT = "huiyin"


@dataclass(frozen=True, kw_only=True)
class TokenPlace:
    """A secret key on a token: by its label, and how to get there."""

    token: str  # label
    serial: str  # of the token; empty: any with this label
    object: str  # label of the key
    module: Path  # the token's library
    pin_file: Path


def read_uri(setting: str, uri: str) -> TokenPlace:
    """Return the place of ``pkcs11:token=LABEL[;object=LABEL]?module-path=FILE&pin-source=file:FILE``.

    Raises Misconfigured ``settings.bad_key_uri``. The URI holds no secret: a PIN written into it is refused.
    """
    path, _, query = uri.removeprefix(SCHEME).partition("?")
    try:
        named = {**_pairs(path, ";", PATH_NAMES), **_pairs(query, "&", QUERY_NAMES)}
        module, pin_file = Path(named["module-path"]), Path(named["pin-source"].removeprefix("file:"))
        token = named["token"]
    except (KeyError, ValueError):
        raise _bad(setting) from None
    known = uri.startswith(SCHEME) and named.get("type", "secret-key") == "secret-key"
    if not known or not token or not module.is_absolute() or not pin_file.is_absolute():
        raise _bad(setting)
    return TokenPlace(
        token=token,
        serial=named.get("serial", ""),
        object=named.get("object") or DEFAULT_OBJECT,
        module=module,
        pin_file=pin_file,
    )


def _bad(setting: str) -> Misconfigured:
    return Misconfigured("settings.bad_key_uri", name=setting)


def _pairs(text: str, mark: str, known: frozenset[str]) -> dict[str, str]:
    return dict(_split(text, mark, known))


def _split(text: str, mark: str, known: frozenset[str]) -> Iterator[tuple[str, str]]:
    for pair in filter(None, text.split(mark)):
        name, equals, value = pair.partition("=")
        if not equals or name not in known:
            raise ValueError
        yield name, unquote(value, errors="strict")
