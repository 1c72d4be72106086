"""The home of the keys that the settings name: a folder, and a token that covers the file if one is named."""

from importlib import import_module
from pathlib import Path
from typing import cast

from huiyin.vault.covers import Cover, Plain
from huiyin.vault.key_home import LOG_HOST, KeyFolder
from huiyin.vault.key_uri import TokenPlace
from huiyin.vault.token_cover import TokenCover, Wrapper


def home(folder: Path, token: TokenPlace | None, *, log_host: str = LOG_HOST) -> KeyFolder:
    """Return the key file's home in `folder`, covered by the token if there is one. Nothing is opened yet."""
    return KeyFolder(folder=folder, log_host=log_host, cover=cover(token))


def cover(token: TokenPlace | None) -> Cover:
    """Return what lies between the key file and its keys."""
    return Plain() if token is None else TokenCover(place=token, wrapper=wrapper)


def wrapper(place: TokenPlace) -> Wrapper:
    """Return the token at a place. Its library is loaded only here: most installations have none."""
    return cast("Wrapper", import_module("huiyin.vault.token").Token(place=place))


def make_token_key(place: TokenPlace) -> bool:
    """Make the key on the token unless it is there; True when this call made it. Errors as of `Token`."""
    return bool(import_module("huiyin.vault.token").Token(place=place).make_key())
