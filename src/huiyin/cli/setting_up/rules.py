"""Rule packs and calendars put in force: the digest of each stands in the ledger."""

import hashlib
from datetime import date, datetime
from importlib import resources

from huiyin.adapters.postgres.tell import Tell
from huiyin.cli.setting_up.sichuan import INSTALLER
from huiyin.commands.learning.adopt import Adopt
from huiyin.door import door, moving
from huiyin.kernel import clock
from huiyin.kernel.clock import local_date
from huiyin.kernel.errors import Misconfigured
from huiyin.queries.people.installation import adopted, has_petitions
from huiyin.rules.statute.law import in_force
from huiyin.rules.statute.packs import load_pack, pack_ids

ALWAYS = date(2004, 1, 1)
WHOLE_COUNTRY = 0


def adopt(tell: Tell) -> None:
    """Adopt what is not yet; raise Misconfigured when a file differs from what was adopted.

    What a new release brings to matters that stand already is carried out like any adoption. Says which
    days off are not known: dates that need them are provisional.
    """
    standing, begun = adopted(), has_petitions()
    for command in (*_packs(), *_calendars()):
        if command.id not in standing:
            door.execute(command, actor=INSTALLER, at=clock.now())
            if begun:
                moving.wait(command.id, at=clock.now())
            tell("setup.adopted", id=command.id)
        elif standing[command.id] != command.digest:
            raise Misconfigured("setup.rules_altered", id=command.id)
    for year in unknown_years(clock.now()):
        tell("setup.days_off_missing", year=year)


def unknown_years(at: datetime) -> list[int]:
    """Return which of this year and the next have no days off on file for the whole country."""
    year, days = local_date(at).year, in_force(at).calendar(WHOLE_COUNTRY)
    return [one for one in (year, year + 1) if not days.known(one)]


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
