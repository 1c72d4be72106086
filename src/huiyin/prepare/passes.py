"""Passes: who has shown number and query code may come back for half an hour without typing them again.

Failed tries are remembered by keyed hashes of client and number, and slow down further ones; they never
slow a filing. See `rules.access.pace`.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Address, ip_address, ip_network
from uuid import UUID

from huiyin.door import attempts
from huiyin.kernel import canonical
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.ids import PetitionId, parse_number, parse_query_code
from huiyin.prepare.filing import query_hash
from huiyin.prepare.house import vault
from huiyin.queries.outreach.following import find
from huiyin.rules.access import pace
from huiyin.rules.access.pace import Tried

PURPOSE = "pass"
PLACE = "cookie"
LIFETIME = timedelta(minutes=30)
_IPV6_CLIENT_BITS = 64  # one subscriber


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What came of a try: the matter, or how long to wait, or neither: number or code does not fit."""

    petition: PetitionId | None = None
    wait: timedelta = timedelta(0)


def enter(number: str, code: str, *, client: str, at: datetime) -> Entry:
    """Look a matter up by number and query code as typed; `client` is the address the request came from.

    An unknown number and a wrong code, well formed or not, take the same hashes and the same queries.
    """
    known, secret = parse_number(number) or number.strip(), parse_query_code(code) or code.strip()
    keys = (_hash("client", _network(client)), _hash("number", known))
    # Order: the try is counted as failed before anything is looked up, so that many at once gain nothing.
    wait = _count(*keys, at=at)
    if wait:
        return Entry(wait=wait)
    petition = find(known, query_hash(secret))
    if petition is not None:
        _forgive(*keys, at=at)
    return Entry(petition=petition)


def issue(petition: PetitionId, at: datetime) -> str:
    """Return a sealed pass for this petition, good for half an hour."""
    plain = canonical.encode({"petition": petition, "until": at + LIFETIME})
    return urlsafe_b64encode(vault().seal_blob(PURPOSE, plain, PLACE)).decode()


def check(text: str, at: datetime) -> PetitionId | None:
    """Return the petition of a pass, or None when it is no pass, or over."""
    try:
        plain = canonical.decode(vault().open_blob(PURPOSE, urlsafe_b64decode(text), PLACE))
    except (ValueError, HuiyinError):
        return None
    return PetitionId(UUID(plain["petition"])) if at < datetime.fromisoformat(plain["until"]) else None


def _hash(kind: str, name: str) -> bytes:
    return vault().keyed_hash(f"attempt {kind}", name.encode())


def _network(client: str) -> str:
    try:
        address = ip_address(client)
    except ValueError:
        return client
    bits = address.max_prefixlen if isinstance(address, IPv4Address) else _IPV6_CLIENT_BITS
    return str(ip_network((address, bits), strict=False))


def _count(client: bytes, number: bytes, *, at: datetime) -> timedelta:
    waits: list[timedelta] = []

    def change(before: Mapping[bytes, Tried]) -> Mapping[bytes, Tried]:
        mine = pace.remembered(before[client], at, longest=pace.LONGEST_OF_CLIENT)
        its = pace.remembered(before[number], at, longest=pace.LONGEST_OF_NUMBER)
        waits.append(pace.wait(mine, its, at))
        if waits[-1]:
            return {client: mine, number: its}
        return {
            client: pace.failed(mine, at, longest=pace.LONGEST_OF_CLIENT),
            number: pace.failed(its, at, longest=pace.LONGEST_OF_NUMBER),
        }

    attempts.change([client, number], change, at=at)
    return waits[-1]


def _forgive(client: bytes, number: bytes, *, at: datetime) -> None:
    attempts.change(
        [client, number], lambda before: {key: pace.forgiven(one, at) for key, one in before.items()}, at=at
    )
