"""The installation's keys: made once, before anything is sealed, and compared with what is there."""

from django.conf import settings

from huiyin.adapters.postgres.tell import Tell
from huiyin.kernel.errors import HuiyinError, Misconfigured
from huiyin.prepare.house import vault
from huiyin.prepare.reopening import require_open
from huiyin.queries.people.installation import has_entries, some_salts
from huiyin.vault.installation import Vault, make_keys
from huiyin.vault.key_home import KeyFolder


def make(tell: Tell) -> None:
    """Make the keys of a new installation; raise Misconfigured when an old one has lost its own.

    So it does for keys of another installation, which would seal what nobody could open together. Raises
    Conflict ``log.not_reopened`` before anything is promised in a log that may not go on.
    """
    folder = settings.HUIYIN_ENV.keys
    if not KeyFolder(folder=folder).path.exists() and has_entries():
        # New keys beside an old database would look healthy and open nothing.
        raise Misconfigured("setup.keys_lost", folder=str(folder))
    if make_keys(folder):
        tell("setup.keys_made", folder=str(folder))
    if not fit(vault()):
        raise Misconfigured("setup.keys_of_another", folder=str(folder), found=vault().fingerprint)
    require_open()


def fit(vault: Vault) -> bool:
    """Return whether this database was sealed under these keys; one with nothing in it fits any.

    A few salts are tried: one that was altered behind the door shuts nobody out.
    """
    salts = some_salts()
    return not salts or any(_opens(vault, sealed, commitment) for commitment, sealed in salts.items())


def _opens(vault: Vault, sealed: bytes, commitment: bytes) -> bool:
    try:
        vault.sealer.open_salt(sealed, commitment)
    except HuiyinError:
        return False
    return True
