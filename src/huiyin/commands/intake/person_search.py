"""Look for somebody by name or number, for a purpose the law knows (按人查找): exact match only, and told.

信访工作条例 第十九条第三款 (filed again while it is handled), 第三十六条第三款 (no longer accepted),
or the person is at the counter. First the search itself is recorded, whatever it finds; then each matter
found, in its own history, where the petitioner sees office and purpose. Of the name only its keyed hash
comes here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from huiyin.commands.acting import acting_account, acting_office
from huiyin.commands.handler import Handler, NoSubject
from huiyin.commands.matter import load_matters
from huiyin.commands.streams import PEOPLE, lock_stream
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor, Command, Decision, insert
from huiyin.kernel.errors import Conflict, Unknown
from huiyin.kernel.ids import AccountId, PetitionId, new_id
from huiyin.records import sql
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.require import Standing
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.search.persons import Known, Purpose


@dataclass(frozen=True, kw_only=True)
class SeekPerson(Command):
    """Look for somebody by the keyed hash of a name, telephone or mail address.

    `former_digest` is that under the older key, while the key of the index is changed.
    """

    id: UUID
    known: Known
    digest: bytes
    former_digest: bytes | None = None
    purpose: Purpose


@dataclass(frozen=True, kw_only=True)
class TellOfSearch(Command):
    """Record with a matter that a search found it: only then it is shown to who searched."""

    petition: PetitionId
    search: UUID


@dataclass(frozen=True, kw_only=True)
class Matched:
    """The matter, and the search that found it: whose, of which day, and for what; empty when it did not."""

    matter: Matter
    account: AccountId | None = None
    on: date = date.min
    purpose: str = ""
    told: bool = False

    @property
    def standing(self) -> Standing:
        """The matter's."""
        return self.matter.standing


_SEARCH = """
    SELECT s.account, s.at, s.purpose,
           EXISTS (SELECT 1 FROM person_found AS f WHERE f.petition = p.petition AND f.search = s.id) AS told
    FROM person_search AS s JOIN search_person AS p ON p.digest IN (s.digest, s.former_digest)
    WHERE s.id = %s AND p.petition = %s
"""


def load(commands: Sequence[SeekPerson]) -> list[NoSubject]:
    """Lock the stream of people: nothing is read, so that nothing is learnt before it is recorded."""
    lock_stream(PEOPLE)
    return [NoSubject() for _ in commands]


def decide(subject: NoSubject, command: SeekPerson, *, actor: Actor, at: datetime) -> Decision:
    """Record who looks for somebody, and for what."""
    account, office = acting_account(actor), acting_office(actor)
    who = {"account": account, "office": office, "role": actor.role}
    return Decision(
        kind="people.person_sought",
        subject=PEOPLE,
        changes=(insert("person_search", **vars(command), **who, at=at),),
        facts={"office": office, "role": actor.role, "purpose": command.purpose, "known": command.known},
    )


def load_matched(commands: Sequence[TellOfSearch]) -> list[Matched]:
    """Lock the matters; read the searches that found them."""
    matters = load_matters(commands)
    return [_matched(matter, command.search) for matter, command in zip(matters, commands, strict=True)]


def _matched(matter: Matter, search: UUID) -> Matched:
    row = sql.fetch_one(sql.WRITER, _SEARCH, (search, matter.id))
    if row is None:
        return Matched(matter=matter)
    return Matched(
        matter=matter,
        account=AccountId(row["account"]),
        on=local_date(row["at"]),
        purpose=row["purpose"],
        told=row["told"],
    )


def tell(subject: Matched, command: TellOfSearch, *, actor: Actor, at: datetime) -> Decision:
    """Tell the petitioner of a search that matched; another's or another day's is not there."""
    account, office, today = acting_account(actor), acting_office(actor), local_date(at)
    if (subject.account, subject.on) != (account, today):
        raise Unknown("search.unknown")
    if subject.told:
        raise Conflict("search.told_already")
    row = {"office": office, "role": actor.role, "purpose": subject.purpose}
    return Decision(
        kind="petition.person_found",
        subject=command.petition,
        changes=(
            insert(
                "person_found",
                id=new_id(at),
                petition=command.petition,
                search=command.search,
                **row,
                on=today,
            ),
        ),
        facts=row,
    )


SEEK = Handler(permission=Permission.INTAKE_PERSON_SEEK, load=load, decide=decide)
TELL = Handler(permission=Permission.INTAKE_PERSON_FIND, load=load_matched, decide=tell)
