"""How a date came about, as programs get it: the same members as `huiyin statute due --json`."""

from datetime import date, datetime

from ninja import Schema
from pydantic import Field


class BothLanguages(Schema):
    """The same words twice."""

    zh: str
    en: str


class DaySkipped(Schema):
    """A day that is not counted (or, in `worked`, a weekend day that is), and why."""

    on: date
    why: str = Field(description="weekend, holiday or paused")
    zh: str
    en: str


class PauseTold(Schema):
    """Days left out, both included; `last` is null while they go on."""

    first: date
    last: date | None
    reason: str
    article: str


class ExtensionTold(Schema):
    """An extension: what was asked, what counts; `refused` says why when it does not."""

    on: date
    asked: int
    number: int
    approved_by_role: str
    reason_code: str
    told_on: date | None
    article: str
    refused: str | None


class ExemptionTold(Schema):
    """The provision under which the period does not exist."""

    reason: str
    article: str


class ExplanationTold(Schema):
    """Everything that made a date; nothing else went into it."""

    rule: str
    kind: str
    title: BothLanguages
    article: str
    article_code: str
    article_en: str
    duty_of: str
    office: int | None
    pack: str
    pack_version: str
    pack_digest: str
    pack_status: str
    verified: bool
    calendar: str
    started_by: str
    started_on: date
    number: int
    unit: str
    rolls: bool
    before: bool
    counted_from: str
    length_from: str
    length_cited: str
    set_on: date | None
    skipped: list[DaySkipped]
    worked: list[DaySkipped]
    pauses: list[PauseTold]
    extensions: list[ExtensionTold]
    exemption: ExemptionTold | None
    unrolled_on: date | None = Field(description="The last day as counted: it warns.")
    binding_on: date | None = Field(description="The last day in law; null while it is provisional.")
    due_at: datetime | None = Field(description="For periods in hours only.")
    provisional: str | None
    awaits_year: int | None
    settled: bool
    says: BothLanguages


class DeadlineTold(ExplanationTold):
    """The answer to one question; `from` as it was asked."""

    asked_from: str = Field(alias="from")
