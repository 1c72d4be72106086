"""Another key signs the public log from now on; name and tree stay, and the old private key is destroyed.

Order, and what a kill between two steps means. Nobody else writes meanwhile.

1. What waits is integrated and signed by the old key alone: a log that contradicts itself is found before
   anything is changed.
2. The key file gets the new key. The old one promises nothing from this instant on; it stays beside to sign
   checkpoints together with the new one. Killed before it: nothing happened. Killed after it: the log goes
   on, by whatever process, with promises of the new key and checkpoints of both.
3. The entry ``log.key_changed`` is written, promised by the new key. Killed before it: as after 2.
4. A checkpoint that holds the entry is signed by both keys, kept and published: who trusts the old key sees
   it name the new one. Killed before it: whoever integrates next signs just this.
5. The old private key is taken out of the key file. Killed before it: as after 2, with the entry.

Whatever the last try reached, the next goes on from there, with the same new key: a key file that holds two
private keys says that a change is under way. There is one tree at any moment, and one key that promises.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from huiyin.adapters.publishing.current import log_folder
from huiyin.commands.ledger.change_log_key import ChangeLogKey
from huiyin.door import door
from huiyin.kernel.command import Actor, ActorKind
from huiyin.kernel.errors import Conflict
from huiyin.prepare.house import vault
from huiyin.prepare.integrating import Integrator
from huiyin.prepare.reopening import require_open
from huiyin.queries.ledger import heads
from huiyin.queries.ledger.heads import Head
from huiyin.queries.ledger.key_changes import KeyChange, key_changes, told_changes
from huiyin.rules.access.roles import Role
from huiyin.rules.merkle.note import parse_key, parse_note

ROTATOR = Actor(kind=ActorKind.INSTALLER, role=Role.INSTALLER.value)


@dataclass(frozen=True, kw_only=True)
class Keyring:
    """How the key file is changed; each opens the vault anew. `rotate` takes the old key's last instant."""

    rotate: Callable[[datetime], None]
    retire: Callable[[], None]


@dataclass(frozen=True, kw_only=True)
class Rotated:
    """What was done: the change as the ledger tells it, and the checkpoint that both keys signed.

    `ended` unless the old key goes on signing checkpoints beside the new one.
    """

    change: KeyChange
    size: int
    note: str
    ended: bool


def rotate(ring: Keyring, *, overlap: bool, at: datetime) -> Rotated:
    """Give the log another key, or finish a change that was begun; see the order above.

    With `overlap` step 5 is left to a later call: until then both keys sign every checkpoint. Raises Conflict
    ``log.not_reopened``, ``log.keys_older`` or what the integrator raises, with nothing changed;
    ``rotate.integrated_elsewhere``, ``rotate.not_signed_by_both`` when somebody else integrates meanwhile:
    then both keys stay, and it can be repeated.
    """
    require_open()
    _integrate(at)
    if vault().signer.ending is None:
        # A clock that was set back must not put what was promised behind the end of its key.
        ring.rotate(max(at, heads.latest_instant() or at))
    change = _told(at)
    _integrate(at)
    head = heads.latest_head(change.origin)
    # Danger: without this checkpoint nobody who trusts the old key could follow, once that is gone.
    if head is None or not _by_both(head, change):
        raise Conflict("rotate.not_signed_by_both")
    if not overlap:
        ring.retire()
    return Rotated(change=change, size=head.size, note=head.published.decode(), ended=not overlap)


def _integrate(at: datetime) -> None:
    integrator, more = Integrator(vault().signer, log_folder()), True
    while more:
        done = integrator.turn(at=at)
        if done.busy:  # by the old key alone, perhaps
            raise Conflict("rotate.integrated_elsewhere")
        more = done.more


def _by_both(head: Head, change: KeyChange) -> bool:
    """Return whether both keys signed this tree head, and it holds the entry of the change."""
    note = parse_note(head.note)
    signed = {(one.name, one.key_id) for one in note.signatures}
    keys = [parse_key(one) for one in (change.former, change.key)]
    held = [one for one in told_changes() if one.entry.at == change.at and one.index < head.size]
    return bool(held) and {(one.name, one.key_id) for one in keys} <= signed


def _told(at: datetime) -> KeyChange:
    """Return the change as the ledger tells it; tell it unless that was done."""
    signer = vault().signer
    for known in key_changes():
        if known.key == signer.verifier_key:
            return known
    former = vault().keys_of(signer.origin)[-2]
    assert former.until is not None  # noqa: S101  one key follows it
    command = ChangeLogKey(
        origin=signer.origin,
        former=str(former.key),
        key=signer.verifier_key,
        until=former.until,
        handover=former.handover,
        accepted=former.accepted,
    )
    door.execute(command, actor=ROTATOR, at=at)
    return key_changes()[-1]
