"""Passes: who has shown number and query code may come back for half an hour without typing them again."""

import base64
import binascii
from datetime import UTC, datetime, timedelta
from uuid import UUID

from huiyin.kernel import canonical
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.ids import PetitionId, parse_number, parse_query_code
from huiyin.prepare.filing import query_hash
from huiyin.prepare.house import vault
from huiyin.queries.outreach.following import find

PURPOSE = "pass"
PLACE = "cookie"
LIFETIME = timedelta(minutes=30)


def admit(number: str, code: str) -> PetitionId | None:
    """Return the petition of number and query code as typed, or None.

    What cannot be a number or a code is hashed and looked up like any other: the answer tells nothing,
    neither by its words nor by its work.
    """
    return find(parse_number(number) or "", query_hash(parse_query_code(code) or ""))


def issue(petition: PetitionId, at: datetime) -> str:
    """Return a sealed pass for this petition, good for half an hour."""
    plain = canonical.encode({"petition": petition, "until": at + LIFETIME})
    return base64.urlsafe_b64encode(vault().seal_blob(PURPOSE, plain, PLACE)).decode()


def check(text: str, at: datetime) -> PetitionId | None:
    """Return the petition of a pass, or None when it is no pass, or over."""
    try:
        plain = canonical.decode(vault().open_blob(PURPOSE, base64.urlsafe_b64decode(text), PLACE))
    except (HuiyinError, binascii.Error, ValueError):
        return None
    until = datetime.fromisoformat(plain["until"]).astimezone(UTC)
    return PetitionId(UUID(plain["petition"])) if until > at else None
