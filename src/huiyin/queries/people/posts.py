"""Who holds which post on a day, and for whom a post reads."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from huiyin.kernel.command import PUBLIC, Actor, ActorKind, Reader
from huiyin.kernel.ids import AccountId, OfficeId
from huiyin.queries.reading import reading
from huiyin.rules.access.roles import Role

_POSTS = """
    SELECT p.id, p.office, p.role, o.name, o.name_en, o.role AS office_role, o.division, o.level
    FROM post AS p JOIN office AS o ON o.id = p.office
    WHERE p.account = %s AND p.since <= %s AND (p.until IS NULL OR p.until >= %s)
    ORDER BY p.since, p.id
"""
_LAST_OF_LEVEL = {1: 9999, 2: 99, 3: 0}  # what a division's counties add to its own code
BUREAU = "bureau"


@dataclass(frozen=True, kw_only=True)
class Post:
    """A role that an account holds at an office."""

    id: UUID
    account: AccountId
    office: OfficeId
    role: Role
    name: str
    name_en: str
    at_bureau: bool
    division: int
    level: int

    @property
    def actor(self) -> Actor:
        """Who acts in this post."""
        return Actor(
            kind=ActorKind.OFFICIAL,
            account=self.account,
            office=self.office,
            role=self.role.value,
            post=self.id,
        )

    @property
    def reader(self) -> Reader:
        """For whom this post reads: its own office; an inspector also oversees the division's counties.

        An auditor reads no matter at all.
        """
        last = self.division + _LAST_OF_LEVEL[self.level]
        oversees = self.role is Role.INSPECTOR
        return Reader(
            offices=() if self.role is Role.AUDITOR else (self.office,),
            oversight=(self.division, last) if oversees else None,
            account=self.account,
        )


def posts_of(account: AccountId, *, on: date) -> tuple[Post, ...]:
    """Return the posts that an account holds on a day, the oldest first: one statement."""
    with reading(PUBLIC) as rows:
        found = rows.all(_POSTS, (account, on, on))
    return tuple(
        Post(
            id=row["id"],
            account=account,
            office=OfficeId(row["office"]),
            role=Role(row["role"]),
            name=row["name"],
            name_en=row["name_en"],
            at_bureau=row["office_role"] == BUREAU,
            division=int(row["division"]),
            level=row["level"],
        )
        for row in found
    )
