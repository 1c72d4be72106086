"""After a restoration: the old log ends, a new one begins whose first entry says what may be missing.

Order, and what a kill between two steps means. Nobody else writes meanwhile.

1. What waits becomes leaves of the old log's rows. Nothing is signed over them: others may have seen another
   tree of that size. The new log commits to them by their root.
2. Files of the old log that this machine has not are made from the rows, up to its last signed checkpoint.
3. The key file gets the new log's name and key; the old key's last signature names them. From here on
   nothing is integrated, by the new key nor by the old one, until 4 is done.
4. The entry ``log.reopened`` is written, the first leaf of the new log. Killed before it: the next try makes
   one more log, and names the one that was never used among those that ended.
5. The mark of the restoration is taken away, and the new log published. Killed before it: the same.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime

from huiyin.adapters.ed25519 import signature_holds
from huiyin.adapters.publishing.current import log_folder
from huiyin.adapters.publishing.folder import LogFolder
from huiyin.commands.ledger.reopen_log import Closed, ReopenLog
from huiyin.door import door
from huiyin.door import integrating as numbering
from huiyin.kernel.command import Actor, ActorKind
from huiyin.kernel.errors import Conflict, HuiyinError, Invalid
from huiyin.prepare.house import vault
from huiyin.prepare.integrating import BATCH, Integrator, ends, is_of
from huiyin.queries.ledger import heads
from huiyin.queries.ledger.key_changes import keys_are_older
from huiyin.queries.ledger.reopenings import Reopening, is_open, reopenings
from huiyin.rules.access.roles import Role
from huiyin.rules.merkle.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint
from huiyin.rules.merkle.frontier import Frontier
from huiyin.rules.merkle.hashing import leaf_hashes
from huiyin.rules.merkle.note import parse_note
from huiyin.rules.merkle.tiles import grow
from huiyin.vault.log_key import HouseKey

REOPENER = Actor(kind=ActorKind.INSTALLER, role=Role.INSTALLER.value)

Noted = tuple[Checkpoint, str]


def require_open() -> None:
    """Raise Conflict ``log.not_reopened`` when the log may not go on from what is here.

    Something was restored; or the published checkpoint is larger than what the table knows; or the database
    is older than the key file. ``log.keys_older`` when the key file is an older copy: its keys have ended.
    """
    if keys_are_older():
        raise Conflict("log.keys_older")
    origin, folder = vault().signer.origin, log_folder()
    if folder.restored() is not None or not is_open(origin) or _is_behind(_published(folder)):
        raise Conflict("log.not_reopened")


def reopen(given: Sequence[bytes], *, change_keys: Callable[[datetime], None], at: datetime) -> Reopening:
    """End the log in use and every earlier one, and begin another; return what its first entry says.

    `given` are public checkpoints that somebody kept, besides those that are found here. `change_keys`
    changes the key file and opens the vault anew. Raises Invalid ``reopen.strange_note`` for a checkpoint
    that no key of this house signed, Conflict ``reopen.not_needed`` when the log may simply go on,
    ``reopen.keys_older`` when the key file is an older copy: what newer keys promised could not be checked.
    """
    if keys_are_older() or not {one.origin for one in reopenings()} <= set(_origins()):
        raise Conflict("reopen.keys_older")
    notes = [_own(note) for note in given]
    if not _is_needed(notes):
        raise Conflict("reopen.not_needed")
    while numbering.number(BATCH) == BATCH:
        pass
    found = [*notes, *_found_here()]
    for origin in _origins():
        republish(origin, log_folder().of(origin))
    # A clock that was set back must not put what was promised behind the end of its key.
    change_keys(max(at, heads.latest_instant() or at))
    door.execute(_command(found), actor=REOPENER, at=at)
    log_folder().forget_restored()
    Integrator(vault().signer, log_folder()).turn(at=at)
    return reopenings()[-1]


def republish(origin: str, folder: LogFolder) -> None:
    """Publish the last checkpoint that an ended log signed, made from its leaves, unless it lies there.

    Raises Conflict ``log.root_differs`` when the leaves are not those that it was signed over.
    """
    latest, published = heads.latest_head(origin), _published(folder)
    if latest is None or (published is not None and published.size >= latest.size):
        return
    first, tree = heads.first_leaf(origin), Frontier()
    for end in ends(0, latest.size):
        growth = grow(tree, heads.commitments(first + tree.size, first + end))
        for files in (growth.tiles, growth.bundles):
            folder.keep({named: data for named, data in files.items() if is_of(latest.size, named)})
        tree = growth.frontier
    if tree.root() != latest.root:
        raise Conflict("log.root_differs", size=latest.size)
    folder.replace_checkpoint(latest.published)


def _is_needed(notes: Sequence[Noted]) -> bool:
    with suppress(Conflict):
        require_open()
        return any(_is_behind(checkpoint) for checkpoint, _ in notes)
    return True


def _is_behind(seen: Checkpoint | None) -> bool:
    """Return whether the log in use has shown a checkpoint that the table does not know."""
    if seen is None or seen.origin != vault().signer.origin:
        return False
    kept = heads.head_of_size(seen.origin, seen.size)
    return kept is None or kept.root != seen.root


def _published(folder: LogFolder) -> Checkpoint | None:
    data = folder.checkpoint()
    try:
        return None if data is None else parse_checkpoint(parse_note(data).text)
    except HuiyinError as fault:
        raise Conflict("log.published_unreadable", reason=fault.code) from fault


def _own(note: bytes) -> Noted:
    """Return a checkpoint that this house signed, with its note."""
    for known in vault().house_keys:
        with suppress(Invalid):
            opened, checkpoint = open_checkpoint(
                note, origin=known.key.name, key=known.key, signature_holds=signature_holds
            )
            return checkpoint, str(opened)
    raise Invalid("reopen.strange_note")


def _found_here() -> Iterator[Noted]:
    """Yield what lies here: published, carried by the backup, signed in the table."""
    folder = log_folder()
    for data in (folder.restored(), *(folder.of(origin).checkpoint() for origin in _origins())):
        with suppress(Invalid):  # a damaged one says nothing
            if data:
                yield _own(data)
    for head in filter(None, map(heads.latest_head, _origins())):
        yield _own(head.published)


def _origins() -> list[str]:
    return list(dict.fromkeys(known.key.name for known in vault().house_keys))


def _command(found: Sequence[Noted]) -> ReopenLog:
    """Return the command that begins the log of the key file, after all others of it that did not end yet."""
    current, *former = vault().house_keys
    earlier = reopenings()
    ended = {one["origin"] for reopened in earlier for one in reopened.after}
    last = earlier[-1] if earlier else None
    begun = last.first if last else 0
    leaves = heads.leaves()
    held = {last.origin if last else former[-1].key.name: leaves - begun}
    closed = {one.key.name: one for one in reversed(former) if one.key.name not in ended}
    return ReopenLog(
        origin=current.key.name,
        key=str(current.key),
        first=leaves,
        held_root=_root(begun, leaves),
        after=tuple(_closed(one, found, held.get(origin, 0)) for origin, one in closed.items()),
    )


def _closed(known: HouseKey, found: Sequence[Noted], held: int) -> Closed:
    of_it = [one for one in found if one[0].origin == known.key.name]
    last = max(of_it, key=lambda one: one[0].size, default=None)
    return Closed(
        origin=known.key.name,
        key=str(known.key),
        until=known.until,
        handover=known.handover,
        size=last[0].size if last else 0,
        root=last[0].root if last else None,
        note=last[1] if last else None,
        held=held,
    )


def _root(first: int, end: int) -> bytes:
    tree = Frontier()
    for stop in ends(0, end - first):
        tree = tree.grown(leaf_hashes(heads.commitments(first + tree.size, first + stop)))
    return tree.root()
