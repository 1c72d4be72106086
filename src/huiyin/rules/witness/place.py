"""A witness as the log knows it: its verifier key and where it answers."""

from dataclasses import dataclass

from huiyin.kernel.errors import Invalid
from huiyin.rules.merkle.note import VerifierKey


@dataclass(frozen=True, kw_only=True)
class Place:
    """A witness and its submission prefix (C2SP tlog-witness, section "HTTP Interface")."""

    key: VerifierKey
    url: str  # without a slash at its end


def read_places(text: str) -> tuple[Place, ...]:
    """Return the witnesses of a setting ``KEY URL KEY URL …``, separated by white space.

    Raises Invalid ``witness.bad_place`` when a key is no cosigner's, an address none, or a name is there twice.
    """
    words = text.split()
    if len(words) % 2:
        raise Invalid("witness.bad_place", value=words[-1])
    places = tuple(_place(key, url) for key, url in zip(words[::2], words[1::2], strict=True))
    if len({place.key.name for place in places}) < len(places):
        raise Invalid("witness.bad_place", value=places[-1].key.name)
    return places


def _place(key: str, url: str) -> Place:
    return key, url
