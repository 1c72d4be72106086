"""Answers: what a filing must say, the same for the pages, the API and the desks; typed and checked.

Arts. 17 to 20 of the Regulations: name, address, request, facts and reasons; of these only facts and
request cannot be missing. A name may be withheld, and then no written notice can be served, art. 23(2).
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from huiyin.kernel.errors import Invalid, Unknown
from huiyin.rules.routing.divisions import Level, division

TITLE_LIMIT = 100  # characters
TEXT_LIMIT = 1 << 20  # bytes of UTF-8
LINE_LIMIT = 200  # characters of a name, an address, a telephone number
REPRESENTATIVE_LIMIT = 5  # art. 20(3)
RESPONDENT_LIMIT = 20
PERSON_LIMIT = 200
FILE_LIMIT = 200
NUMBER_LIMIT = 10**12  # above every division code and office id


class Klass(StrEnum):
    """What the petitioner says it is; the class is decided by a person at the bureau."""

    CLAIM = "claim"
    ACCUSATION = "accusation"
    SUGGESTION = "suggestion"


class Part(StrEnum):
    """Which part a person plays in the matter."""

    PETITIONER = "petitioner"
    REPRESENTATIVE = "representative"
    GUARDIAN = "guardian"
    AGENT = "agent"


class PersonKind(StrEnum):
    """Citizens, legal persons, other organisations: art. 17."""

    PERSON = "person"
    LEGAL_PERSON = "legal_person"
    ORGANISATION = "organisation"


class RespondentKind(StrEnum):
    """Whom a matter is about."""

    OFFICE = "office"
    ENTERPRISE = "enterprise"
    PERSON = "person"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Person:
    """One who files, represents, or acts for another. Empty fields were withheld."""

    part: Part = Part.PETITIONER
    kind: PersonKind = PersonKind.PERSON
    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    foreign: bool = False
    minor: bool = False
    note: str = ""  # relation of a guardian, authority of an agent, contact of a legal person


@dataclass(frozen=True, kw_only=True)
class Respondent:
    """One whom the matter is about; `office` is set when it was picked from the table of offices."""

    kind: RespondentKind
    name: str
    office: int | None = None
    accused: bool = False


@dataclass(frozen=True, kw_only=True)
class Answers:
    """A filing, complete and checked."""

    klass: Klass
    title: str
    text: str
    request: str
    language: str
    division: int  # six digits, as precise as known
    town: int | None = None  # twelve digits
    place: str = ""
    happened_from: date | None = None
    happened_to: date | None = None
    respondents: tuple[Respondent, ...] = ()
    persons: tuple[Person, ...] = ()
    publish: bool = False
    electronic: bool = False

    @property
    def anonymous(self) -> bool:
        """True when nobody who files gave a name."""
        return not any(person.name for person in self.persons)

    @property
    def unreachable(self) -> bool:
        """True when name or address is unclear, so that no written notice can be served: art. 23(2)."""
        return self.anonymous or not any(
            person.phone or person.email or person.address for person in self.persons
        )


def prose(value: str, *, field: str, limit: int = TEXT_LIMIT) -> str:
    """Return a text fit to be kept: newlines as one, no control characters, every other sign as typed.

    Raises Invalid ``text.empty``, ``text.no_words`` (signs and pictures only) or ``text.too_long``
    (`limit` in bytes of UTF-8; facts ``bytes`` and ``limit``).
    """
    text = _without_controls(value).strip()
    if not text:
        raise Invalid("text.empty", field=field)
    if not any(unicodedata.category(sign)[0] == "L" for sign in text):
        raise Invalid("text.no_words", field=field)
    size = len(text.encode())
    if size > limit:
        raise Invalid("text.too_long", field=field, bytes=size, limit=limit)
    return text


def line(value: str, *, field: str, limit: int = LINE_LIMIT) -> str:
    """Return one line, rare characters kept, or raise Invalid ``line.too_long``; it may be empty."""
    text = " ".join(_without_controls(value).split())
    if len(text) > limit:
        raise Invalid("line.too_long", field=field, length=len(text), limit=limit)
    return text


def read(plain: Mapping[str, Any]) -> Answers:
    """Return the typed answers of plain data, or raise Invalid with the field and what is wrong."""
    answers = Answers(
        klass=_choice(Klass, plain.get("klass"), field="klass"),
        title=prose(line(_text(plain, "title"), field="title", limit=TITLE_LIMIT), field="title"),
        text=prose(_text(plain, "text"), field="text"),
        request=prose(_text(plain, "request"), field="request"),
        language=line(_text(plain, "language"), field="language", limit=35),
        division=_number(plain.get("division"), field="division"),
        town=None if plain.get("town") is None else _number(plain["town"], field="town"),
        place=line(_text(plain, "place"), field="place"),
        happened_from=_day(plain.get("happened_from"), field="happened_from"),
        happened_to=_day(plain.get("happened_to"), field="happened_to"),
        respondents=tuple(_respondent(one) for one in _rows(plain, "respondents", RESPONDENT_LIMIT)),
        persons=tuple(_person(one) for one in _rows(plain, "persons", PERSON_LIMIT)),
        publish=plain.get("publish") is True,
        electronic=plain.get("electronic") is True,
    )
    _check(answers)
    return answers


def _check(answers: Answers) -> None:
    _check_place(answers)
    begun, ended = answers.happened_from, answers.happened_to
    if begun and ended and ended < begun:
        raise Invalid("day.ends_before_it_begins", field="happened_to")
    representatives = [one for one in answers.persons if one.part is Part.REPRESENTATIVE]
    if len(representatives) > REPRESENTATIVE_LIMIT:
        raise Invalid("persons.too_many_representatives", field="persons", limit=REPRESENTATIVE_LIMIT)
    minors = any(one.minor for one in answers.persons)
    if minors and not any(one.part is Part.GUARDIAN and one.name for one in answers.persons):
        raise Invalid("persons.guardian_missing", field="persons")
    if answers.klass is not Klass.ACCUSATION and any(one.accused for one in answers.respondents):
        raise Invalid("respondents.accused_outside_accusation", field="respondents")


def _check_place(answers: Answers) -> None:
    if _level(answers.division) in {None, Level.TOWN}:
        raise Invalid("place.unknown_division", field="division")
    if answers.town is None:
        return
    if _level(answers.town) is not Level.TOWN or division(answers.town).parent != answers.division:
        raise Invalid("place.unknown_town", field="town")


def _level(code: int) -> Level | None:
    try:
        return division(code).level
    except Unknown:
        return None


def _respondent(plain: Mapping[str, Any]) -> Respondent:
    office = plain.get("office")
    return Respondent(
        kind=_choice(RespondentKind, plain.get("kind"), field="respondents"),
        name=line(_text(plain, "name"), field="respondents"),
        office=None if office is None else _number(office, field="respondents"),
        accused=plain.get("accused") is True,
    )


def _person(plain: Mapping[str, Any]) -> Person:
    return Person(
        part=_choice(Part, plain.get("part"), field="persons"),
        kind=_choice(PersonKind, plain.get("kind"), field="persons"),
        foreign=plain.get("foreign") is True,
        minor=plain.get("minor") is True,
        **{
            name: line(_text(plain, name), field="persons")
            for name in ("name", "phone", "email", "address", "note")
        },
    )


def _rows(plain: Mapping[str, Any], field: str, limit: int) -> list[Mapping[str, Any]]:
    rows = plain.get(field, [])
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise Invalid("answers.not_a_list", field=field)
    if len(rows) > limit:
        raise Invalid("answers.too_many", field=field, limit=limit)
    return rows


def _text(plain: Mapping[str, Any], field: str) -> str:
    value = plain.get(field, "")
    if not isinstance(value, str):
        raise Invalid("answers.not_a_text", field=field)
    return value


def _number(value: Any, *, field: str) -> int:
    if type(value) is not int or not 0 < value < NUMBER_LIMIT:
        raise Invalid("answers.not_a_number", field=field)
    return value


def _day(value: Any, *, field: str) -> date | None:
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as fault:
        raise Invalid("day.not_a_day", field=field) from fault


def _choice(kind: Any, value: Any, *, field: str) -> Any:
    try:
        return kind(value)
    except ValueError as fault:
        raise Invalid("answers.unknown_choice", field=field) from fault


# Categories Cc and Cs of Unicode, but for the newline and the tab.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def _without_controls(value: str) -> str:
    return _CONTROLS.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
