"""`huiyin restore FILE`: fills an empty installation, or proves that a backup can be restored."""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

import click
import psycopg
from django.conf import settings

from huiyin.adapters.postgres import dump, roles, server
from huiyin.adapters.postgres.tell import Tell
from huiyin.adapters.publishing.folder import mark_restored
from huiyin.adapters.store.folder import FolderStore
from huiyin.cli import archive, lock, preflight, serving
from huiyin.cli.archive import Reader
from huiyin.cli.ledger import differences
from huiyin.cli.migrate import migrate
from huiyin.cli.screen import Screen, screen
from huiyin.kernel.errors import Conflict, Misconfigured
from huiyin.prepare.rewrapping import name_of
from huiyin.queries.ledger.verify import Count
from huiyin.vault.installation import unlock


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--verify", is_flag=True, help="Restore into a temporary place, compare, and throw it away.")
def command(file: Path, verify: bool) -> int:  # noqa: FBT001  click gives it so
    """Restore FILE into an empty installation, after checking every byte of it.

    Stop `huiyin up` first. An interrupted restore can simply be repeated. The key file is not in a
    backup: put your copy into HUIYIN_DATA/keys. Keys of another installation are refused, by the
    fingerprint that the backup carries. Then run `huiyin ledger reopen`: what was entered after the
    backup is missing, and the public log says so before it goes on.

    \b
    Examples:
      HUIYIN_DATA=/srv/huiyin huiyin restore night.huiyin
      huiyin ledger reopen --after newest-checkpoint
      huiyin restore --verify night.huiyin      touches nothing that is there
    """
    say = screen()
    env = settings.HUIYIN_ENV
    preflight.require_folder(env.data)
    say("restore.checking", file=str(file))
    backup = Reader(file)
    if verify:
        _verify(backup, say)
    else:
        _restore(backup, say)
    return 0


def _fingerprint_of(backup: Reader) -> str:
    """Return the public name of the keys that the backup was made under; empty when they were away."""
    return str(backup.head.get("keys", ""))


def _keys_at_hand(backup: Reader) -> bool:
    """Return whether keys are there; raise Conflict when they are not those of the backup."""
    home = settings.HUIYIN_ENV.key_home
    if not home.path.exists():
        return False
    vault = unlock(home)
    found, wanted = vault.fingerprint, _fingerprint_of(backup)
    if wanted and found != wanted:
        raise Conflict("restore.other_keys", folder=str(home.folder), found=found, wanted=wanted)
    missing = set(backup.head.get("wraps", [])) - {name_of(one) for one in vault.keys.wrap_ids}
    if missing:
        raise Conflict("restore.keys_retired", folder=str(home.folder), keys=", ".join(sorted(missing)))
    return True


def _restore(backup: Reader, say: Screen) -> None:
    env = settings.HUIYIN_ENV
    with lock.holding(env.data), serving.database(say):
        admin = serving.administrator(settings.DATABASES["default"]["NAME"])
        if not admin:
            raise Misconfigured("backup.no_administrator")
        if dump.has_tables(admin):
            raise Conflict("restore.not_empty", folder=str(env.data))
        keys_at_hand = _keys_at_hand(backup)
        # Order: first the files, which may be repeated, then the database, all of it or nothing: as long
        # as the database is empty, an interrupted restore begins anew. Before both the mark that keeps the
        # log from going on: entries made after the backup were public, and are not in it.
        mark_restored(env.log, str(backup.head.get("checkpoint", "")).encode())
        _put_back(backup, admin, FolderStore(env.files), say)
        migrate(say)
    wanted = _fingerprint_of(backup)
    code = "restore.done_with_keys" if keys_at_hand and wanted else "restore.done"
    say.result(code, at=backup.head["at"], keys=str(env.keys), fingerprint=wanted or "?")


def _verify(backup: Reader, say: Screen) -> None:
    keys_at_hand = _keys_at_hand(backup)
    folder = Path(tempfile.mkdtemp(prefix="verify-", dir=settings.HUIYIN_ENV.data))
    try:
        running = server.start(folder, settings.HUIYIN_SUPERUSER_PASSWORD, tell=say)
        try:
            name = settings.DATABASES["default"]["NAME"]
            passwords = dict.fromkeys(roles.ROLES, settings.HUIYIN_SUPERUSER_PASSWORD)
            roles.prepare(running.conninfo(), database=name, passwords=passwords)
            _put_back(backup, running.conninfo(name), None, say)
            if keys_at_hand:
                _replay(running.conninfo(name), say)
            else:
                say("restore.no_keys_to_replay", keys=str(settings.HUIYIN_ENV.keys))
        finally:
            running.stop()
    finally:
        shutil.rmtree(folder)
    head = backup.head
    say.result("restore.verified", at=head["at"], rows=sum(head["rows"].values()), files=head["files"])


def _replay(place: Mapping[str, Any], say: Screen) -> None:
    """Replay the restored ledger; raise Conflict when a row is not what its entries say."""
    say("restore.replaying")
    with serving.owner_at(place):
        found = sum(1 for _ in differences(Count()))
    if found:
        raise Conflict("restore.ledger_differs", number=found)


def _put_back(backup: Reader, admin: Mapping[str, Any], store: FolderStore | None, tell: Tell) -> None:
    if store is not None and backup.head["files"]:
        tell("restore.files", files=backup.head["files"])
        for name, content in backup.members():
            if name.startswith(archive.FILES):
                _keep(store, name.removeprefix(archive.FILES), content)
    tell("restore.database")
    for name, content in backup.members():
        if name == archive.DATABASE:
            dump.put_back(admin, content)
    _compare(backup.head["rows"], admin)


def _keep(store: FolderStore, address: str, content: IO[bytes]) -> None:
    if store.exists(address):
        return
    with store.begin() as upload:
        while piece := content.read(archive.PIECE):
            upload.write(piece)
        upload.commit(address)


def _compare(wanted: dict[str, int], admin: Mapping[str, Any]) -> None:
    with psycopg.connect(**admin) as connection:
        found = dump.count_rows(connection)
    differing = sorted(table for table in {*wanted, *found} if wanted.get(table) != found.get(table))
    if differing:
        raise Conflict("restore.rows_differ", tables=", ".join(differing))
