"""Messages from elsewhere become petitions: filed now, dated by their source, with the reply they got.

Ids follow from the installation's keys, the name of the source and the message's own id there: so an
import that is run again meets what it brought before.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from huiyin.commands.documents import NewDocument
from huiyin.commands.handling.import_answer import ImportAnswer
from huiyin.kernel import canonical
from huiyin.kernel.clock import local_date
from huiyin.kernel.ids import DivisionCode, OfficeId, PetitionId, new_id, new_number, new_query_code
from huiyin.prepare import answers
from huiyin.prepare.answers import TITLE_LIMIT
from huiyin.prepare.filing import Envelope, Prepared, prepare
from huiyin.prepare.house import mode, vault
from huiyin.queries.intake.imported import Standing
from huiyin.rules.routing.kinds import OfficeRole
from huiyin.rules.routing.offices import office, serving
from huiyin.rules.routing.options import options
from huiyin.rules.routing.places import PlaceCandidate, PlaceReason
from huiyin.rules.routing.topics import TopicSuggestion
from huiyin.vault.binding import place
from huiyin.vault.sealing import seal_json

CHANNEL = "import"
PURPOSE = "import"
NO_REQUEST = "原留言未单独写明诉求，见正文。"
GENERAL = "government"  # who answers what no office is known to be competent for
ELLIPSIS = "…"


@dataclass(frozen=True, kw_only=True)
class Message:
    """A message as its source has it; `reply` is empty when it was not answered."""

    id: str
    title: str
    text: str
    at: datetime
    reply: str = ""
    reply_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Brought:
    """A message ready for the door, and where it goes."""

    message: Message
    source: str
    county: int
    prepared: Prepared

    @property
    def petition(self) -> PetitionId:
        """The id it has here."""
        return self.prepared.command.petition


def county_of(message_id: str, counties: Sequence[int]) -> int:
    """Return the county a message is given to: always the same for the same id and counties."""
    number = int.from_bytes(hashlib.sha256(message_id.encode()).digest()[:8], "big")
    return counties[number % len(counties)]


def petition_of(message: Message, *, source: str) -> PetitionId:
    """Return the id that a message of a source has here, now and at every later import."""
    return PetitionId(new_id(message.at, vault().token_source(PURPOSE, _seed(source, message.id))))


def bring(message: Message, *, source: str, county: int, at: datetime, demo: bool = False) -> Brought:
    """Return the filing of a message; raise Invalid when it is no petition, or older than any rule pack.

    `demo` marks what was made and never happened.
    """
    petition = petition_of(message, source=source)
    numbers = vault().token_source(f"{PURPOSE} number", _seed(source, message.id))
    envelope = Envelope(
        petition=petition,
        number=new_number(numbers),
        code=new_query_code(),  # told to nobody: an import promises nothing about the filing
        data_key=vault().new_data_key(petition).wrapped,
        channel=CHANNEL,
        demo=demo,
        happened_at=message.at,
        happened_source=source,
    )
    prepared = prepare(answers.read(_plain(message, county)), (), envelope, at=at)
    return Brought(message=message, source=source, county=county, prepared=prepared)


def answered(brought: Brought, stands: Standing, *, at: datetime) -> ImportAnswer:
    """Return the command that records the reply; `at` dates its id.

    `stands` is the petition as it stands now: what an earlier run filed has the data key of that run.
    """
    message, command = brought.message, brought.prepared.command
    if message.reply_at is None:
        raise ValueError("a message without a reply")
    number = stands.lead or _office(command.suggestions, brought.county)
    document = new_id(at)
    content = {
        "kind": "imported_reply",
        "issuer": office(number).name,
        "addressee": "信访人",
        "petition_number": command.number,
        "matter": _title(message),
        "contact": "",
        "demo": mode().demo,
        "received_on": local_date(message.at),
        "source": brought.source,
        "request": message.text or message.title,
        "answer": message.reply,
    }
    key = vault().open_data_key(stands.data_key, command.petition)
    sealed = seal_json(key, content, bound_to=place("document", "sealed_content", document))
    return ImportAnswer(
        petition=command.petition,
        office=number,
        document=NewDocument(id=document, sealed_content=sealed),
        answered_at=message.reply_at,
        source=brought.source,
    )


def _plain(message: Message, county: int) -> dict[str, object]:
    title = _title(message)
    whole = message.text if title == message.title else f"{message.title}\n{message.text}"
    return {
        "klass": answers.Klass.CLAIM.value,
        "title": title,
        "text": whole if whole.strip() else message.title,
        "request": NO_REQUEST,
        "language": "zh-hans",
        "division": county,
    }


def _title(message: Message) -> str:
    title = " ".join(message.title.split())
    return title if len(title) <= TITLE_LIMIT else title[: TITLE_LIMIT - 1] + ELLIPSIS


def _office(suggestions: Sequence[TopicSuggestion], county: int) -> OfficeId:
    """Return who is competent as far as is known, never the bureau: a bureau answers nothing itself."""
    picked = PlaceCandidate(code=DivisionCode(county), start=0, end=0, text="", reason=PlaceReason.PICKED)
    for option in options(suggestions, [picked]):
        if office(option.office).role in {OfficeRole.COMPETENT, OfficeRole.POLICE}:
            return option.office
    return serving(GENERAL, county)


def _seed(source: str, message_id: str) -> bytes:
    return canonical.encode([source, message_id])
