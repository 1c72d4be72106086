"""The installation's keys: made once, before anything is sealed, and compared with what is there."""

from django.conf import settings

from huiyin.adapters.postgres.tell import Tell
from huiyin.kernel.errors import HuiyinError, Misconfigured
from huiyin.prepare.house import vault
from huiyin.prepare.reopening import require_open
from huiyin.prepare.rewrapping import require_known
from huiyin.queries.people.installation import has_entries, some_salts
from huiyin.vault.installation import Vault


def make(tell: Tell) -> None:
    """Make the keys of a new installation; raise Misconfigured when an old one has lost its own.

    So it does for keys of another installation, which would seal what nobody could open together. Raises
    Conflict ``log.not_reopened`` before anything is promised in a log that may not go on.
    """
    home = settings.HUIYIN_ENV.key_home
    if not home.path.exists() and has_entries():
        # New keys beside an old database would look healthy and open nothing.
        raise Misconfigured("setup.keys_lost", folder=str(home.folder))
    if home.make():
        tell("setup.keys_made", folder=str(home.folder))
        tell("setup.keys_to_copy", file=str(home.path))
    require_own()
    require_open()


def require_own() -> None:
    """Raise Misconfigured ``setup.keys_of_another`` for keys under which this database was not sealed.

    And what the key file itself has wrong; Conflict ``vault.wrap_key_missing`` when it is an older copy.
    """
    if not fit(vault()):
        folder = str(settings.HUIYIN_ENV.keys)
        raise Misconfigured("setup.keys_of_another", folder=folder, found=vault().fingerprint)
    require_known()


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
