"""Rule packs and calendars put in force: the digest of each stands in the ledger."""

import hashlib
from datetime import date
from importlib import resources

from huiyin.adapters.postgres.tell import Tell
from huiyin.cli.setting_up.sichuan import INSTALLER
from huiyin.commands.learning.adopt import Adopt
from huiyin.door import door
from huiyin.kernel import clock
from huiyin.kernel.errors import Misconfigured
from huiyin.queries.people.installation import adopted
from huiyin.rules.statute.packs import load_pack, pack_ids

ALWAYS = date(2004, 1, 1)


def adopt(tell: Tell) -> None:
    """Adopt what is not yet; raise Misconfigured when a file differs from what was adopted."""
    standing = adopted()
    for command in (*_packs(), *_calendars()):
        if command.id not in standing:
            door.execute(command, actor=INSTALLER, at=clock.now())
            tell("setup.adopted", id=command.id)
        elif standing[command.id] != command.digest:
            raise Misconfigured("setup.rules_altered", id=command.id)


def _packs() -> list[Adopt]:
    packs = [pack for pack in map(load_pack, pack_ids()) if pack.by_default]
    return [
        Adopt(
            kind="pack",
            name=pack.id,
            version=pack.version,
            digest=bytes.fromhex(pack.digest),
            effective_on=pack.starts_on,
        )
        for pack in packs
    ]


def _calendars() -> list[Adopt]:
    folder = resources.files("huiyin.rules.statute.calendars") / "cn"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda f: f.name)
    return [
        Adopt(
            kind="calendar",
            name="cn",
            version=file.name.removesuffix(".toml"),
            digest=hashlib.sha256(file.read_bytes()).digest(),
            effective_on=ALWAYS,
        )
        for file in files
    ]
