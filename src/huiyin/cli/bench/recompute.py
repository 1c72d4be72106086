"""All clocks computed anew after days off changed: by commands, in one process for each processor.

Two changes: the coming year is announced, which touches what reaches into it; and every second day of the
weeks around today is declared free, which touches nearly everything that runs.
"""

import hashlib
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from huiyin.cli.bench.ground import Ground
from huiyin.cli.statute.moving import several
from huiyin.commands.learning.confirm_rules import ConfirmRules
from huiyin.commands.learning.propose_rules import ProposeRules
from huiyin.door import door
from huiyin.kernel import clock
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor, ActorKind
from huiyin.kernel.ids import AccountId, new_id
from huiyin.prepare import moving
from huiyin.prepare.moving import Done
from huiyin.queries.learning.moving import number_of_petitions
from huiyin.rules.access.roles import Role
from huiyin.rules.routing.divisions import PROVINCE
from huiyin.rules.routing.offices import responsible_bureau
from huiyin.rules.statute.proposed import CALENDAR, what_is

MIB = 1024  # of what getrusage counts, kibibytes
WEEKS = 13
PATIENCE = 3600.0
_PROGRAM = "import django; django.setup(); from huiyin.cli.bench.recompute import main; main()"
_NAME = '{ zh = "测试", en = "measure" }'


def measure(ground: Ground) -> list[dict[str, Any]]:
    """Return how many petitions a second were looked at, computed and moved after each change."""
    environ = {**ground.environ, "DJANGO_SETTINGS_MODULE": "huiyin.config.settings"}
    order = [sys.executable, "-c", _PROGRAM]
    ran = subprocess.run(order, env=environ, stdout=subprocess.PIPE, check=True, timeout=PATIENCE)  # noqa: S603  ours
    told: list[dict[str, Any]] = json.loads(ran.stdout)
    return told


def main() -> None:
    """Adopt the changes one after the other in this installation, carry each out, print what it took."""
    today = local_date(clock.now())
    changes = {"coming year": coming_year(today), "many days": many_days(today)}
    print(json.dumps([{"change": name, **_measured(file)} for name, file in changes.items()]))  # noqa: T201


def coming_year(today: date) -> bytes:
    """Return the next year with its first days off."""
    return year_file(today.year + 1, (date(today.year + 1, 1, day) for day in (1, 2, 3)))


def many_days(today: date) -> bytes:
    """Return this year with every second day of the weeks around today off."""
    days = (today + timedelta(days=number) for number in range(-7 * WEEKS, 7 * WEEKS, 2))
    return year_file(today.year, (on for on in days if on.year == today.year))


def year_file(year: int, off: Iterator[date]) -> bytes:
    """Return a year of the country's calendar with these days off."""
    days = ", ".join(on.isoformat() for on in off)
    source = '[source]\nnotices = ["made to measure with"]\n'
    return f'year = {year}\njurisdiction = "cn"\n{source}[[off]]\nname = {_NAME}\ndays = [{days}]\n'.encode()


def _measured(content: bytes) -> dict[str, Any]:
    _adopt(content, clock.now())
    done: list[Done] = []
    processes = os.cpu_count() or 1
    with several(processes) as each:
        began = time.perf_counter()
        moved = moving.carry_out(clock.now, each=each, tell=done.append)
        took = time.perf_counter() - began
    petitions, computed = number_of_petitions(), sum(one.looked_at for one in done)
    return {
        "petitions": petitions,
        "computed": computed,
        "moved": moved,
        "processes": processes,
        "seconds": round(took, 2),
        "petitions_per_second": round(petitions / took, 1),
        "computed_per_second": round(computed / took, 1),
        "moved_per_second": round(moved / took, 1),
        "memory_mib": round(_memory(), 1),
    }


def _memory() -> float:
    """Return the largest memory of this process and of one that worked for it."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(kind).ru_maxrss for kind in kinds) / MIB


def _adopt(content: bytes, at: datetime) -> None:
    digest = hashlib.sha256(content).digest()
    proposal = ProposeRules(
        id=new_id(at),
        **vars(what_is(CALENDAR, content, digest=digest)),
        content=content,
        digest=digest,
        effective_on=local_date(at),
        reason="made to measure with",
    )
    door.execute(proposal, actor=_official(Role.DISPATCHER, 0), at=at)
    confirm = ConfirmRules(proposal=proposal.id, digest=digest)
    door.execute(confirm, actor=_official(Role.HEAD, 1), at=clock.now())


def _official(role: Role, account: int) -> Actor:
    bureau = responsible_bureau(PROVINCE)
    return Actor(kind=ActorKind.OFFICIAL, account=AccountId(account), office=bureau, role=role.value)
