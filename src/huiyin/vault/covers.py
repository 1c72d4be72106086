"""What lies between a key file and the keys in it: nothing, or a token without which it opens nothing."""

import json
from typing import Protocol

from huiyin.kernel.errors import Misconfigured

COVERED = "huiyin-keys-on-token"  # the format of a key file that a token wrapped
NOT_NAMED, NOT_WRAPPED = "token.not_named", "token.not_wrapped"
OTHER_COVER = frozenset({NOT_NAMED, NOT_WRAPPED})  # said of a whole key file that lies under the other cover


class Cover(Protocol):
    """Turns the text of the keys into that of the key file, and back."""

    def close(self, text: str) -> str:
        """Return the key file that holds these keys."""

    def open(self, text: str) -> str:
        """Return the keys that a key file holds.

        Raises keyset.Unreadable when it is not whole, Misconfigured when it needs another cover than this.
        """


class Plain:
    """No cover: whoever reads the file has the keys."""

    def close(self, text: str) -> str:
        """Return the same."""
        return text

    def open(self, text: str) -> str:
        """Return the same; raise Misconfigured ``token.not_named`` for a file that a token wrapped."""
        if is_on_token(text):
            raise Misconfigured(NOT_NAMED, token=json.loads(text).get("token"))
        return text


def is_on_token(text: str) -> bool:
    """Return whether the key file was wrapped by a token."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(content, dict) and content.get("format") == COVERED
