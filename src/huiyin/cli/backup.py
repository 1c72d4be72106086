"""`huiyin backup FILE`: database and sealed files in one file, never the keys."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO

import click
from django.conf import settings

from huiyin import __version__
from huiyin.adapters.postgres import dump
from huiyin.adapters.postgres.tell import Tell
from huiyin.adapters.publishing.current import log_folder
from huiyin.adapters.store.folder import FolderStore
from huiyin.cli import archive, serving
from huiyin.cli.archive import Take, Writer
from huiyin.cli.screen import screen
from huiyin.kernel import clock
from huiyin.kernel.canonical import instant
from huiyin.kernel.errors import Misconfigured
from huiyin.vault.installation import unlock

SAY_EVERY = 1000


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def command(file: Path) -> int:
    """Write database and sealed files to FILE. Works while Huiyin runs, and changes nothing.

    The key file is never in it, only its fingerprint: keep a copy of HUIYIN_DATA/keys in another safe
    place. Without it a backup tells no story, and cannot be read by anybody, you included.

    \b
    Examples:
      huiyin backup /backup/2026-05-06.huiyin
      huiyin restore --verify /backup/2026-05-06.huiyin    prove that it can be restored
    """
    say = screen()
    if file.exists():
        raise Misconfigured("backup.file_exists", file=str(file))
    with serving.any_database(say), _whole_file(file) as output:
        files = _write(Writer(output), say)
    say.result("backup.done", file=str(file), mib=file.stat().st_size >> 20, files=files)
    return 0


def _write(writer: Writer, tell: Tell) -> int:
    admin = serving.administrator(settings.DATABASES["default"]["NAME"])
    if not admin:
        raise Misconfigured("backup.no_administrator")
    # Order: first the database, then the files. A file is sealed before the row that names it, so
    # every file that the dump names is there when the files are read.
    with dump.moment(admin) as moment:
        at = clock.now()
        tell("backup.database")
        rows = moment.rows()
        wraps = moment.wrapping_keys()
        published = _published()
        writer.add(archive.DATABASE, moment.write)
    files = _write_files(writer, tell)
    head = {"at": instant(at), "huiyin": __version__, "rows": rows, "files": files}
    writer.close({**head, "keys": _fingerprint(tell), "wraps": wraps, "checkpoint": published})
    return files


def _published() -> str:
    """Return the published checkpoint, which a restored log comes after; empty when there is none."""
    try:
        return (log_folder().checkpoint() or b"").decode(errors="replace")
    except Misconfigured:  # the keys are away, and with them the name of the log
        return ""


def _fingerprint(tell: Tell) -> str:
    """Return the public name of the keys in use, so that a restore knows them; empty when they are away."""
    try:
        return unlock(settings.HUIYIN_ENV.key_home).fingerprint
    except Misconfigured as problem:  # no reason to be without a backup
        tell(problem.code, **problem.facts)
        return ""


def _write_files(writer: Writer, tell: Tell) -> int:
    if settings.HUIYIN_ENV.store_url:
        tell("backup.files_elsewhere")
        return 0
    store = FolderStore(settings.HUIYIN_ENV.files)
    done = 0
    for stored in store.list():
        writer.add(archive.FILES + stored.address, partial(_copy, store, stored.address))
        done += 1
        if done % SAY_EVERY == 0:
            tell("backup.files", done=done)
    return done


def _copy(store: FolderStore, address: str, take: Take) -> None:
    position = 0
    while piece := store.get_range(address, position, position + archive.PIECE):
        take(piece)
        position += len(piece)


@contextmanager
def _whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Have a file that is there whole or not at all."""
    aside = path.with_name(f".{path.name}.part")
    try:
        with os.fdopen(os.open(aside, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as output:
            yield output
            output.flush()
            os.fsync(output.fileno())
        aside.rename(path)
    finally:
        aside.unlink(missing_ok=True)
