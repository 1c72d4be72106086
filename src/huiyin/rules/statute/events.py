"""The one vocabulary of events that start and end statutory clocks, for every rule pack."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from huiyin.kernel.clock import local_date
from huiyin.kernel.ids import OfficeId

FactValue = str | int | bool | date | None
Facts = Mapping[str, FactValue]

NO_FACTS: Facts = MappingProxyType({})


class EventName(StrEnum):
    """What can happen to a matter. docs/law/events.md sets each beside the words of the law."""

    PETITION_RECEIVED = "petition.received"
    PETITION_REGISTERED = "petition.registered"
    BUREAU_RECEIVED = "bureau.received"
    OFFICE_RECEIVED_DIRECT = "office.received_direct"
    OFFICE_RECEIVED_TRANSFER = "office.received_transfer"
    PETITION_TRANSFERRED = "petition.transferred"
    PETITION_ASSIGNED = "petition.assigned"
    PETITION_SUBMITTED = "petition.submitted"
    PETITION_GUIDED = "petition.guided"
    PETITION_ACCEPTED = "petition.accepted"
    PETITION_DECLINED = "petition.declined"
    PETITION_CLOSED_TO_ACCEPTANCE = "petition.closed_to_acceptance"
    PETITION_REROUTED = "petition.rerouted"
    PETITION_CONVERTED = "petition.converted"
    PETITION_MERGED = "petition.merged"
    PETITION_WITHDRAWN = "petition.withdrawn"
    PETITION_FLAGGED_URGENT = "petition.flagged_urgent"
    PETITION_CONCLUDED = "petition.concluded"
    NOTICE_SERVED = "notice.served"
    TRANSFER_OBJECTED = "transfer.objected"
    TRANSFER_OBJECTION_AGREED = "transfer.objection_agreed"
    TRANSFER_OBJECTION_REFUSED = "transfer.objection_refused"
    ASSIGNMENT_EXTENDED = "assignment.extended"
    COMPLETION_REPORTED = "completion.reported"
    DEADLINE_EXTENDED = "deadline.extended"
    OPINION_SERVED = "opinion.served"
    OPINION_EXECUTED = "opinion.executed"
    SETTLEMENT_RECORDED = "settlement.recorded"
    DUTY_REQUESTED = "duty.requested"
    DUTY_ANSWERED = "duty.answered"
    PRELIMINARY_CONCLUDED = "preliminary.concluded"
    REVIEW_REQUESTED = "review.requested"
    REVIEW_RECEIVED = "review.received"
    REVIEW_DECLINED = "review.declined"
    REVIEW_WITHDRAWN = "review.withdrawn"
    REVIEW_SERVED = "review.served"
    REEXAMINATION_REQUESTED = "reexamination.requested"
    REEXAMINATION_RECEIVED = "reexamination.received"
    REEXAMINATION_DECLINED = "reexamination.declined"
    REEXAMINATION_WITHDRAWN = "reexamination.withdrawn"
    REEXAMINATION_ISSUED = "reexamination.issued"
    REEXAMINATION_SERVED = "reexamination.served"
    HEARING_SCHEDULED = "hearing.scheduled"
    HEARING_NOTIFIED = "hearing.notified"
    HEARING_STARTED = "hearing.started"
    HEARING_ENDED = "hearing.ended"
    URGENT_REPORTED = "urgent.reported"
    ADVICE_SENT = "advice.sent"
    ADVICE_RECEIVED = "advice.received"
    ADVICE_ANSWERED = "advice.answered"
    YEAR_ENDED = "year.ended"
    ANNUAL_REPORT_SUBMITTED = "annual_report.submitted"
    ANNUAL_ASSESSMENT_CIRCULATED = "annual_assessment.circulated"
    VISIT_REGISTERED = "visit.registered"
    PROCURATORATE_RECEIVED = "procuratorate.received"
    PROCURATORATE_ANSWERED = "procuratorate.answered"
    PROCURATORATE_PROGRESS_DUE = "procuratorate.progress_due"
    PROCURATORATE_PROGRESS_TOLD = "procuratorate.progress_told"
    PROCURATORATE_RESULT_TOLD = "procuratorate.result_told"
    DISCIPLINE_RECEIVED = "discipline.received"
    DISCIPLINE_RECEIVED_FORWARD = "discipline.received_forward"
    DISCIPLINE_SENT_UP = "discipline.sent_up"
    DISCIPLINE_FORWARDED = "discipline.forwarded"
    DISCIPLINE_ACCEPTED = "discipline.accepted"
    DISCIPLINE_ACCEPTANCE_TOLD = "discipline.acceptance_told"
    DISCIPLINE_CONCLUDED = "discipline.concluded"
    DISCIPLINE_RESULT_TOLD = "discipline.result_told"
    ORDER_DISPATCHED = "order.dispatched"
    ORDER_EXTENDED = "order.extended"
    ORDER_ANSWERED = "order.answered"
    ACT_KNOWN = "act.known"
    RECONSIDERATION_REQUESTED = "reconsideration.requested"
    RECONSIDERATION_RECEIVED = "reconsideration.received"
    RECONSIDERATION_ACCEPTED = "reconsideration.accepted"
    RECONSIDERATION_DECLINED = "reconsideration.declined"
    RECONSIDERATION_SUSPENDED = "reconsideration.suspended"
    RECONSIDERATION_RESUMED = "reconsideration.resumed"
    RECONSIDERATION_EXTENDED = "reconsideration.extended"
    RECONSIDERATION_DECIDED = "reconsideration.decided"
    DISCLOSURE_RECEIVED = "disclosure.received"
    DISCLOSURE_CORRECTION_ASKED = "disclosure.correction_asked"
    DISCLOSURE_CORRECTED = "disclosure.corrected"
    DISCLOSURE_PAUSED = "disclosure.paused"
    DISCLOSURE_RESUMED = "disclosure.resumed"
    DISCLOSURE_EXTENDED = "disclosure.extended"
    DISCLOSURE_ANSWERED = "disclosure.answered"


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """Something that happened to a matter.

    `at` is the instant of recording. `happened_at` is when it happened, if that was earlier: an instant,
    or a day when no more is known. Clocks run from the day it happened. `office` is where it happened.
    `part` names the part of the matter it belongs to (one part per responsible office, one per round);
    events of different parts never end each other's clocks; None belongs to every part. `facts` are the
    event's own facts and prevail over the facts of the matter.
    """

    name: EventName
    at: datetime
    happened_at: datetime | date | None = None
    office: OfficeId | None = None
    part: str | None = None
    facts: Facts = field(default_factory=lambda: NO_FACTS)

    @property
    def instant(self) -> datetime:
        """The instant it happened, as exactly as known: the recorded instant when only the day is known."""
        return self.happened_at if isinstance(self.happened_at, datetime) else self.at

    @property
    def on(self) -> date:
        """The day it happened where the law counts days."""
        happened = self.happened_at
        if happened is None:
            return local_date(self.at)
        return local_date(happened) if isinstance(happened, datetime) else happened
