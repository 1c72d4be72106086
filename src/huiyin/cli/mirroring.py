"""The copy of the log in a bucket, brought up to date beside the integrator, which never waits for it."""

import threading

from django.conf import settings

from huiyin.adapters.publishing.bucket import LogBucket, bucket_at
from huiyin.adapters.publishing.current import log_folder
from huiyin.adapters.store.place import Place
from huiyin.cli.screen import Screen
from huiyin.kernel.errors import HuiyinError
from huiyin.prepare.mirroring import Mirror
from huiyin.vault.current import vault


class Copying:
    """Copies the log in a thread of its own. What is wrong is said once, until it changes."""

    def __init__(self, mirror: Mirror, say: Screen) -> None:
        """Nothing is copied before the first turn."""
        self._mirror, self._say, self._said = mirror, say, ""
        self._wanted = threading.Event()
        threading.Thread(target=self._keep_on, daemon=True).start()

    def turn(self) -> None:
        """Have the copy brought up to date, soon; returns at once."""
        self._wanted.set()

    def copy(self) -> int:
        """Bring the copy up to date now; return its size, 0 when that failed."""
        try:
            size, code, facts = self._mirror.turn(), "", {}
        except HuiyinError as fault:
            size, code, facts = 0, fault.code, fault.facts
        if code != self._said:
            self._say(code or "mirror.back", **facts)
        self._said = code
        return size

    def _keep_on(self) -> None:
        while self._wanted.wait():
            self._wanted.clear()
            self.copy()


def copying_of(say: Screen) -> Copying | None:
    """Return what copies the log in use; None when no bucket is set."""
    place: Place | None = settings.HUIYIN_ENV.log_place
    if place is None:
        return None
    return Copying(Mirror(log_folder(), LogBucket(bucket_at(place), vault().signer.origin)), say)
