"""The wrapping keys in use by this process: they follow the key file, so that a rotation needs no restart.

The keys are opened once, at start. Afterwards only the file's stamp is looked at: when something new is to
be wrapped, and when something was wrapped by a key that is not known here. Only then, and only when the
stamp is another one, the keys are opened again.
"""

from typing import Any

from huiyin.kernel.errors import Misconfigured
from huiyin.vault.binding import bind
from huiyin.vault.key_home import KeyHome
from huiyin.vault.keyset import KEY_ID_BYTES, Keyset


class Wrapping:
    """Opens the keys of a home, and again when they have changed. Threads see whole keys, old or new."""

    def __init__(self, home: KeyHome) -> None:
        """Open them; raise Misconfigured as `KeyHome.load` does."""
        self._home = home
        self._stamp = home.stamp()  # before the keys: a change between the two is seen later
        self.keys = home.load()

    def __reduce__(self) -> Any:
        """Refuse: keys never travel to queues, caches or other processes."""
        raise TypeError("keys are not pickled")

    def latest(self) -> Keyset:
        """Return the keys with the wrapping key to be used now."""
        stamp = self._home.stamp()
        if stamp is not None and stamp != self._stamp:
            self._stamp = stamp
            self._follow()
        return self.keys

    def knowing(self, wrapped: bytes) -> Keyset:
        """Return keys that know by which key this was wrapped, if there are any."""
        return self.keys if wrapped[:KEY_ID_BYTES] in self.keys.wrap_ids else self.latest()

    def _follow(self) -> None:
        # A file that is damaged, of another installation, or an older copy changes nothing for a process
        # that works: the next start says what is wrong with it.
        try:
            found = self._home.load()
        except Misconfigured:
            return
        if self.keys.wrap_id in found.wrap_ids and fingerprint(found) == fingerprint(self.keys):
            self.keys = found


def fingerprint(keys: Keyset) -> str:
    """Return the public name of the keys of an installation, whichever of them were rotated."""
    return keys.derive.compute(bind(b"fingerprint v1"), 8).hex()
