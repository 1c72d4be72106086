"""A witness as the log knows it: its verifier key and where it answers."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from huiyin.kernel.errors import Invalid
from huiyin.rules.merkle.note import VerifierKey
from huiyin.rules.witness.showing import witness_key


@dataclass(frozen=True, kw_only=True)
class Place:
    """A witness and its submission prefix (C2SP tlog-witness, section "HTTP Interface")."""

    key: VerifierKey
    url: str  # without a slash at its end


def read_places(text: str) -> tuple[Place, ...]:
    """Return the witnesses of a setting ``KEY URL KEY URL …``, separated by white space.

    Raises Invalid ``witness.not_a_witness_key``, or ``witness.bad_address`` for an address that is none or
    missing, or ``witness.named_twice``.
    """
    words = text.split()
    keys = [witness_key(word) for word in words[::2]]
    if len({key.name for key in keys}) < len(keys):
        raise Invalid("witness.named_twice")
    urls = [_address(word) for word in [*words[1::2], *[""] * (len(words) % 2)]]
    return tuple(Place(key=key, url=url) for key, url in zip(keys, urls, strict=True))


def _address(text: str) -> str:
    try:
        parts = urlsplit(text)
        fits = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fits = False
    if not fits or parts.query or parts.fragment or parts.username:
        raise Invalid("witness.bad_address", value=text[:200])
    return text.rstrip("/")
