"""The installation's keys: made once, before anything is sealed."""

from django.conf import settings

from huiyin.adapters.postgres.tell import Tell
from huiyin.kernel.errors import Misconfigured
from huiyin.prepare.house import vault
from huiyin.queries.people.installation import has_entries
from huiyin.vault.installation import make_keys

FOLDER = "keys"


def make(tell: Tell) -> None:
    """Make the keys of a new installation; raise Misconfigured when an old one has lost its own."""
    folder = settings.HUIYIN_ENV.data / FOLDER
    if not folder.exists() and has_entries():
        # New keys beside an old database would look healthy and open nothing.
        raise Misconfigured("setup.keys_lost", folder=str(folder))
    if make_keys(folder):
        tell("setup.keys_made", folder=str(folder))
    vault()
