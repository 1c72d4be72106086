"""What programs send and get, as the OpenAPI document describes it.

A filing is not checked by these shapes but by `huiyin.prepare.answers`, as on the pages; only its member
names and yes-or-no values are checked here, so that a mistyped name is not silently left out.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, get_args
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from huiyin.kernel.errors import Invalid
from huiyin.prepare.answers import (
    LINE_LIMIT,
    PERSON_LIMIT,
    RESPONDENT_LIMIT,
    TITLE_LIMIT,
    Klass,
    Part,
    PersonKind,
    RespondentKind,
)
from huiyin.web.api.explained import ExplanationTold

SHOWN = 40  # letters of a member's name that an error repeats


class Sent(Schema):
    """Something sent: members that are not named here are refused."""

    model_config = ConfigDict(extra="forbid")


class PersonSent(Sent):
    """One who files, represents, or acts for another; what is left out is withheld."""

    part: Part
    kind: PersonKind
    name: str = Field("", max_length=LINE_LIMIT)
    phone: str = Field("", max_length=LINE_LIMIT)
    email: str = Field("", max_length=LINE_LIMIT)
    address: str = Field("", max_length=LINE_LIMIT)
    foreign: bool = False
    minor: bool = False
    note: str = Field("", max_length=LINE_LIMIT)


class RespondentSent(Sent):
    """One whom the matter is about; `office` is an office's number when known."""

    kind: RespondentKind
    name: str = Field(max_length=LINE_LIMIT)
    office: int | None = None
    accused: bool = False


class PetitionSent(Sent):
    """A filing. Files are parts of their own, named `files`."""

    klass: Klass
    title: str = Field(max_length=TITLE_LIMIT)
    text: str = Field(description="What happened; at most 1 MiB of UTF-8.")
    request: str = Field(description="What is asked for; at most 1 MiB of UTF-8.")
    language: str = Field("", description="BCP 47; by default the language of the request.")
    division: int = Field(description="Six digits: county, or prefecture or province when no more is known.")
    town: int | None = Field(None, description="Twelve digits, in the county.")
    place: str = Field("", max_length=LINE_LIMIT)
    happened_from: date | None = None
    happened_to: date | None = None
    respondents: list[RespondentSent] = Field(default_factory=list, max_length=RESPONDENT_LIMIT)
    persons: list[PersonSent] = Field(default_factory=list, max_length=PERSON_LIMIT)
    publish: bool = False
    electronic: bool = False


class OfficeTold(Schema):
    """An office."""

    id: int
    name: str
    name_en: str


class ClockTold(Schema):
    """A statutory period that began with the filing; `binding_on` is null while it is provisional."""

    rule: str
    title: str
    article: str
    kind: str
    duty_of: str
    office: int | None
    started_on: date
    warn_on: date | None
    binding_on: date | None


class ReceiptTold(Schema):
    """The receipt file in base 64, and what it proves by itself."""

    file: str
    format: str
    at: datetime
    origin: str
    public_key: str
    commitment: str


class PetitionFiled(Schema):
    """The answer to a filing. The query code is told this once."""

    number: str
    query_code: str
    filed_at: datetime
    state: str
    demo: bool
    erased_at: datetime | None = Field(description="Since then nobody can read its content.")
    office: OfficeTold
    bureau: OfficeTold
    clocks: list[ClockTold]
    receipt: ReceiptTold


class QuerySent(Sent):
    """What a matter is found by, as printed on the receipt; capitals, spaces and dashes do not matter."""

    number: str
    query_code: str


class ClockExplained(ClockTold):
    """A statutory period as it stands now, and how its dates came about: in sentences, and whole."""

    state: str
    met_on: date | None
    explanation: str
    explained: ExplanationTold


class DocumentTold(Schema):
    """A document of the matter."""

    id: UUID
    kind: str
    number: str
    office: int
    issued_on: date
    served_on: date
    way: str


class RecordTold(Schema):
    """A record of non-response by this system: no official act, correctable, proved by its signed file."""

    record: int
    rule: str
    title: str
    article: str
    binding_on: date
    recorded_at: datetime
    answered_late_on: date | None
    corrected_at: datetime | None
    correction: str | None = Field(description="Why it was corrected, as a code.")
    remedies: list[str]
    file: str = Field(description="The signed file in base 64, format huiyin-nonresponse/1.")


class PetitionStanding(Schema):
    """How a matter stands."""

    number: str
    state: str
    klass: str | None = Field(alias="class")
    filed_at: datetime
    demo: bool
    office: OfficeTold
    bureau: OfficeTold
    clocks: list[ClockExplained]
    documents: list[DocumentTold]
    records: list[RecordTold]


class Problem(Schema):
    """Problem details after RFC 9457; `detail` is in the language of the request."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    field: str | None = None
    file: int | None = Field(None, description="Which of the files, from 1.")


def check_members(sent: Mapping[str, Any], shape: type[Sent] = PetitionSent, within: str = "") -> None:
    """Raise Invalid for a member that the shape does not have, and for a yes-or-no that is neither."""
    for name, value in sent.items():
        place = within or _shown(name)
        if name not in shape.model_fields:
            raise Invalid("api.unknown_member", field=_shown(f"{within}.{name}" if within else name))
        annotation = shape.model_fields[name].annotation
        if annotation is bool and not isinstance(value, bool):
            raise Invalid("api.not_yes_or_no", field=place)
        for inner in get_args(annotation):
            if isinstance(inner, type) and issubclass(inner, Sent) and isinstance(value, list):
                for row in value:
                    if isinstance(row, Mapping):
                        check_members(row, inner, name)


def _shown(name: str) -> str:
    return name[:SHOWN].encode("ascii", "replace").decode() or '""'
