"""The log's witnesses are asked about what is published, and what they signed is published with it.

Beside the integrator, after its turn: a checkpoint is published whether anybody cosigns it or not.
"""

import time
from collections.abc import Sequence
from datetime import datetime

from huiyin.adapters.postgres.tell import Tell
from huiyin.adapters.publishing.folder import LogFolder
from huiyin.adapters.witnesses import Witnesses
from huiyin.door import integrating as door
from huiyin.kernel.errors import HuiyinError
from huiyin.queries.ledger.heads import Head, latest_head
from huiyin.rules.merkle.note import parse_note
from huiyin.rules.merkle.proofs import consistency_path
from huiyin.rules.merkle.tiles import node_reader

LOOK_AGAIN_SECONDS = 0.02


class Cosigning:
    """Has the log of this origin, published in `folder`, cosigned by `witnesses`. One thread uses it."""

    def __init__(self, origin: str, folder: LogFolder, witnesses: Witnesses, *, tell: Tell) -> None:
        """Nobody is asked before the first turn."""
        self._origin, self._folder, self._witnesses, self._tell = origin, folder, witnesses, tell

    def turn(self, *, at: datetime, seconds: float) -> int:
        """Ask who has not cosigned the newest checkpoint; return how many cosignatures were kept.

        Ends when every witness has cosigned it or failed, at the latest after so many seconds: who is slower
        is heard in a later turn. What is wrong with the log's files is told, never raised: nothing here may
        hold the log up.
        """
        head = latest_head(self._origin) if self._witnesses else None
        if head is None:
            return 0
        try:
            return self._asked(head, at, time.monotonic() + seconds)
        except HuiyinError as fault:
            self._tell(fault.code, **fault.facts)
            return 0

    def _asked(self, head: Head, at: datetime, until: float) -> int:
        kept = 0
        while True:
            self._witnesses.ask(head.note, consistency=self._proof)
            kept += self._kept(head, at)
            if self._witnesses.settled(head.note) or time.monotonic() >= until:
                return kept
            time.sleep(LOOK_AGAIN_SECONDS)

    def _kept(self, head: Head, at: datetime) -> int:
        arrived = self._witnesses.answers(at=at)
        for one in arrived:
            door.keep_cosignature(
                origin=one.origin, size=one.size, witness=one.witness, at=one.at, line=one.line
            )
        if any(one.size == head.size for one in arrived):
            self._publish(head.size)
        return len(arrived)

    def _publish(self, size: int) -> None:
        """Publish the checkpoint with its cosignatures; only in place of the same one without them."""
        with door.alone() as first, self._folder.alone() as here:
            head, published = latest_head(self._origin), self._folder.checkpoint()
            if not (first and here) or head is None or head.size != size or published is None:
                return
            if parse_note(published).text == parse_note(head.note).text:
                self._folder.replace_checkpoint(head.published)

    def _proof(self, old: int, new: int) -> Sequence[bytes]:
        return consistency_path(old, new, node_reader(new, self._folder.read))
