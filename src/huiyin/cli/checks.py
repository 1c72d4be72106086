"""What the doctor looks at; each check yields findings, good ones too."""

import shutil
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks as django_checks
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor

from huiyin.adapters.postgres.places import Places
from huiyin.adapters.postgres.tell import silent
from huiyin.cli import lock, serving
from huiyin.cli.preflight import MIB, NEEDED
from huiyin.cli.setting_up import keys
from huiyin.cli.setting_up.rules import unknown_years
from huiyin.kernel import clock
from huiyin.kernel.errors import Conflict, HuiyinError, Misconfigured
from huiyin.prepare import house
from huiyin.prepare.reopening import require_open
from huiyin.prepare.rewrapping import under_way
from huiyin.queries.handling.indexed import standing
from huiyin.queries.ledger.cosigned import cosigned_sizes
from huiyin.queries.ledger.heads import waiting
from huiyin.vault import current
from huiyin.vault.copies import is_copied
from huiyin.vault.installation import unlock

COSIGNED_WITHIN = timedelta(minutes=5)
LATE = timedelta(seconds=60)  # an entry is in the public log within seconds
OTHERS = 0o077
DEMO_ACCOUNTS = "demo-accounts.txt"
ALIASES = ("owner", "default", "reader")
DOMAIN_SAMPLE = "petition"
NO_FILE = "0" * 64


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing looked at: a sentence code with its facts, and whether it is well."""

    code: str
    well: bool
    facts: Mapping[str, Any] = field(default_factory=dict)


def findings() -> Iterator[Finding]:
    """Look at everything, cheapest first."""
    for check in CHECKS:
        try:
            yield from check()
        except HuiyinError as problem:
            yield Finding(code=problem.code, well=False, facts=problem.facts)


def _disk() -> Iterator[Finding]:
    folder = settings.HUIYIN_ENV.data
    free = shutil.disk_usage(folder).free // MIB
    needed = NEEDED // MIB
    if free < needed:
        yield Finding(
            code="up.disk_full", well=False, facts={"folder": str(folder), "free": free, "needed": needed}
        )
    else:
        yield Finding(code="doctor.disk", well=True, facts={"folder": str(folder), "free": free})


def _secrets() -> Iterator[Finding]:
    folder = settings.HUIYIN_ENV.data / "secrets"
    open_ones = [path for path in (folder, *folder.iterdir()) if _is_open(path)]
    for path in open_ones:
        yield Finding(code="doctor.open_to_others", well=False, facts={"path": str(path)})
    if not open_ones:
        yield Finding(code="doctor.secrets", well=True, facts={"folder": str(folder)})


def _keys() -> Iterator[Finding]:
    if not Places(data=settings.HUIYIN_ENV.data).cluster.exists() and not settings.HUIYIN_ENV.database_url:
        return  # nothing was sealed yet; `_database` says so
    vault = unlock(settings.HUIYIN_ENV.key_home)  # raises what is wrong with the key file
    yield Finding(code="doctor.keys", well=True, facts={"fingerprint": vault.fingerprint})
    token = settings.HUIYIN_ENV.key_place
    if token is not None:
        yield Finding(code="doctor.token", well=True, facts={"token": token.token, "key": token.object})
    yield from _keys_copied()
    ending = vault.signer.ending_key
    if ending is not None:
        yield Finding(code="doctor.two_keys", well=True, facts={"key": str(ending)})


def _keys_copied() -> Iterator[Finding]:
    """Say whether a copy of the key file as it is now was shown; a demonstration may do without."""
    env = settings.HUIYIN_ENV
    copied = is_copied(keys=env.keys, data=env.data)
    if copied is None and (env.data / DEMO_ACCOUNTS).exists():
        return
    code = {True: "doctor.keys_copied", False: "doctor.keys_not_copied", None: "doctor.keys_never_copied"}
    yield Finding(code=code[copied], well=bool(copied), facts={"folder": str(env.keys)})


def _store() -> Iterator[Finding]:
    """Ask the object store for a file that cannot be there; a folder is looked at with the disk."""
    place = settings.HUIYIN_ENV.store_place
    if place is not None:
        house.store().exists(NO_FILE)  # raises what is wrong
        facts = {"endpoint": place.endpoint, "bucket": place.bucket}
        yield Finding(code="doctor.store", well=True, facts=facts)


def _database() -> Iterator[Finding]:
    env = settings.HUIYIN_ENV
    if not env.database_url and not Places(data=env.data).cluster.exists():
        yield Finding(code="doctor.not_set_up", well=False, facts={"folder": str(env.data)})
        return
    running = lock.holder(env.data) is not None
    yield Finding(code="doctor.running" if running else "doctor.stopped", well=True)
    with serving.any_database(silent):
        yield from _roles()
        yield from _migrations(running=running)


def _roles() -> Iterator[Finding]:
    for alias in ALIASES:
        role = settings.DATABASES[alias]["USER"]
        try:
            yield _role(alias, role)
        except DatabaseError:
            yield Finding(code="doctor.role_refused", well=False, facts={"role": role})


def _role(alias: str, role: str) -> Finding:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        (too_mighty,) = cursor.fetchone()
        if alias != "owner":
            cursor.execute("SELECT has_table_privilege(%s, 'INSERT, UPDATE, DELETE')", [DOMAIN_SAMPLE])
            too_mighty |= cursor.fetchone()[0]
    if too_mighty:
        return Finding(code="doctor.role_too_mighty", well=False, facts={"role": role})
    return Finding(code="doctor.role", well=True, facts={"role": role})


def _migrations(*, running: bool) -> Iterator[Finding]:
    executor = MigrationExecutor(connections["owner"])
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    yield Finding(
        code="doctor.migrations_missing" if missing else "doctor.migrations",
        well=not missing,
        facts={"missing": missing},
    )
    if not missing:
        yield from _days_off()
        yield from _log(running=running)
        yield from _index()
    if not missing and settings.HUIYIN_ENV.key_home.path.exists():
        yield from _keys_fit()


def _days_off() -> Iterator[Finding]:
    """Say how far the days off are known: what reaches beyond is provisional, nothing is refused for it."""
    at = clock.now()
    unknown = unknown_years(at)
    for year in unknown:
        yield Finding(
            code="doctor.days_off_missing", well=year != clock.local_date(at).year, facts={"year": year}
        )
    if not unknown:
        yield Finding(code="doctor.days_off", well=True, facts={"year": clock.local_date(at).year + 1})


def _log(*, running: bool) -> Iterator[Finding]:
    """Say whether entries reach the public log; while nothing runs, they may wait."""
    waits = waiting()
    late = running and waits.since is not None and clock.now() - waits.since > LATE
    yield Finding(code="doctor.log_late" if late else "doctor.log", well=not late, facts=vars(waits))
    yield from _witnesses(running=running)


def _index() -> Iterator[Finding]:
    now = standing()
    if now.renewed is None:
        yield Finding(code="doctor.index", well=True, facts={"version": now.version})
    else:
        what = "rebuild" if now.oldest == now.version else "rotate"
        yield Finding(code="doctor.index_unfinished", well=False, facts={"what": what})


def _witnesses(*, running: bool) -> Iterator[Finding]:
    """Say which witness has not cosigned what was signed a while ago; while nothing runs, none is asked."""
    places = settings.HUIYIN_ENV.witnesses
    if not places:
        return
    sizes = cosigned_sizes(current.vault().signer.origin, until=clock.now() - COSIGNED_WITHIN)
    for name in (place.key.name for place in places):
        seen = sizes.by_witness.get(name, 0)
        late = running and seen < sizes.signed
        code = "doctor.witness_behind" if late else "doctor.witness"
        yield Finding(code=code, well=not late, facts={"witness": name, "seen": seen, "signed": sizes.signed})


def _keys_fit() -> Iterator[Finding]:
    try:
        keys.require_own()
        require_open()
    except (Conflict, Misconfigured) as fault:  # of another installation, older, or not opened anew yet
        yield Finding(code=fault.code, well=False, facts=fault.facts)
        return
    yield from _wrapping()


def _wrapping() -> Iterator[Finding]:
    """Say whether a rotation of the wrapping key is under way, and whether former keys are still there."""
    since = under_way()
    if since is not None:
        yield Finding(code="doctor.wrapping_under_way", well=False, facts={"since": since})
        return
    found = current.vault().wrapping.latest()
    former = len(found.wrap_ids - {found.wrap_id, found.wrap_next})
    if former:
        yield Finding(code="doctor.former_wraps", well=True, facts={"number": former})


def _framework() -> Iterator[Finding]:
    problems = django_checks.run_checks(include_deployment_checks=settings.HUIYIN_ENV.production)
    grave = [problem for problem in problems if problem.is_serious()]
    for problem in grave:
        yield Finding(code="doctor.framework", well=False, facts={"id": problem.id, "message": problem.msg})


def _production() -> Iterator[Finding]:
    if not settings.HUIYIN_ENV.production:
        return
    demo = settings.HUIYIN_ENV.data / DEMO_ACCOUNTS
    if demo.exists():
        yield Finding(code="doctor.demo_in_production", well=False, facts={"path": str(demo)})


def _is_open(path: Path) -> bool:
    return bool(stat.S_IMODE(path.stat().st_mode) & OTHERS)


# In this order. A check that finds a Misconfigured raises it: its sentence is the finding.
CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _disk,
    _secrets,
    _production,
    _framework,
    _keys,
    _store,
    _database,
)
