"""Appoint an account to a post: a person holds a role at an office for a period.

公务员法 第七十条以下 leave appointment to the organ; here it is recorded, and nothing else gives rights.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from huiyin.commands.handler import Handler, NoSubject
from huiyin.commands.streams import PEOPLE, lock_stream
from huiyin.kernel.command import Actor, Command, Decision, insert
from huiyin.kernel.errors import Invalid
from huiyin.kernel.ids import AccountId, OfficeId
from huiyin.records import sql
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.roles import POSTS, Role


@dataclass(frozen=True, kw_only=True)
class Appoint(Command):
    """Give an account a role at an office from a day on."""

    id: UUID
    account: AccountId
    office: OfficeId
    role: Role
    since: date


@dataclass(frozen=True, kw_only=True)
class Vacancy(NoSubject):
    """Whether account and office are there, and the roles that the account holds now."""

    known: bool
    roles: frozenset[Role]


_KNOWN = """
    SELECT EXISTS (SELECT 1 FROM account WHERE id = %s)
           AND EXISTS (SELECT 1 FROM office WHERE id = %s) AS known,
           ARRAY(SELECT role FROM post WHERE account = %s AND until IS NULL) AS roles
"""


def load(commands: Sequence[Appoint]) -> list[Vacancy]:
    """Lock the stream of people; read who is there."""
    lock_stream(PEOPLE)
    vacancies = []
    for command in commands:
        [row] = sql.fetch(sql.WRITER, _KNOWN, (command.account, command.office, command.account))
        vacancies.append(Vacancy(known=row["known"], roles=frozenset(Role(role) for role in row["roles"])))
    return vacancies


def decide(subject: Vacancy, command: Appoint, *, actor: Actor, at: datetime) -> Decision:
    """Refuse roles that are no posts, and administrators with business rights (GB/T 22239 8.1.5)."""
    if not subject.known:
        raise Invalid("appoint.unknown_account_or_office", field="account")
    if command.role not in POSTS:
        raise Invalid("appoint.no_post", field="role")
    if not _compatible({*subject.roles, command.role}):
        raise Invalid("appoint.duties_not_separated", field="role")
    values = {**vars(command), "role": command.role.value, "until": None}
    return Decision(
        kind="people.appointed",
        subject=PEOPLE,
        changes=(insert("post", **values),),
        facts={"office": command.office, "role": command.role.value},
    )


def _compatible(roles: set[Role]) -> bool:
    administrators = {role for role in roles if role.value.endswith("_administrator")}
    return not administrators or len(roles) == 1


HANDLER = Handler(permission=Permission.PEOPLE_POST_APPOINT, load=load, decide=decide)
