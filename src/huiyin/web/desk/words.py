"""Codes of the rules become words for officials, in their language."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.rules.access.roles import Role
from huiyin.rules.lifecycle.states import Klass, Route, State

Words = Mapping[str, str | Promise]

STATES: Mapping[State, str | Promise] = {
    State.REGISTERED: _("Registered, at the bureau"),
    State.TRANSFERRED: _("Transferred, not yet accepted"),
    State.ACCEPTED: _("Accepted, being handled"),
    State.REDIRECTED: _("Told the statutory way"),
    State.DECLINED: _("Not accepted"),
    State.ANSWERED: _("Answered"),
    State.UNDER_REVIEW: _("Under review"),
    State.UNDER_REEXAMINATION: _("Under re-examination"),
}
KLASSES: Mapping[Klass, str | Promise] = {
    Klass.CLAIM: _("Claim"),
    Klass.ACCUSATION: _("Accusation"),
    Klass.SUGGESTION: _("Suggestion or opinion"),
}
ROUTES: Mapping[Route, str | Promise] = {
    Route.LITIGATION: _("31(1) courts, procuratorates, police"),
    Route.ARBITRATION: _("31(2) arbitration"),
    Route.PARTY: _("31(3) Party procedures"),
    Route.ADMINISTRATIVE: _("31(4) administrative procedures"),
    Route.DUTY: _("31(5) a duty to be performed"),
    Route.ORDINARY: _("31(6) petition procedure"),
}
ROLES: Words = {
    Role.AUDITOR.value: _("Auditor"),
    Role.DISPATCHER.value: _("Dispatcher"),
    Role.HANDLER.value: _("Handler"),
    Role.HEAD.value: _("Head of office"),
    Role.INSPECTOR.value: _("Inspector"),
    Role.RECEPTION.value: _("Reception"),
    Role.REVIEWER.value: _("Reviewer"),
    Role.SECURITY_ADMINISTRATOR.value: _("Security administrator"),
    Role.SYSTEM_ADMINISTRATOR.value: _("System administrator"),
    Role.AUDIT_ADMINISTRATOR.value: _("Audit administrator"),
}
STEPS: Words = {
    "classify": _("Classify"),
    "transfer": _("Transfer"),
    "accept": _("Accept"),
    "redirect": _("Tell the statutory way"),
    "decline": _("Decline"),
    "record_contact": _("Record a contact"),
    "add_evidence": _("Add files"),
    "record_finding": _("Record a finding"),
    "add_witness_statement": _("Record a witness statement"),
    "extend_deadline": _("Extend the time"),
    "draft_opinion": _("Draft the answer"),
    "sign_opinion": _("Sign"),
    "serve_document": _("Record the service"),
    "record_execution": _("Record what was carried out"),
}
REDACTIONS: Words = {
    "redaction.nothing": _("Draw or type at least one box."),
    "redaction.too_many": _("A copy has at most %(limit)s boxes."),
    "redaction.not_a_box": _(
        "Line %(line)s is no box on a page: write page: left, top, right, bottom in percent."
    ),
    "redaction.not_made": _("No copy can be made of this file: it is locked, damaged or too large."),
    "line.too_long": _("This line is too long."),
}
OBSTACLES: Words = {
    "step.erased": _("The content of this matter was erased; nothing more is done with it."),
    "step.class_and_route_first": _("Class and route have not been decided yet."),
    "step.other_procedure": _("The matter belongs to another statutory procedure: tell that way instead."),
    "step.only_routes_1_to_4": _("Only matters of routes 31(1) to (4) are led to another procedure."),
    "step.opinion_signed_already": _("The answer is signed already and only waits to be served."),
    "step.nothing_drafted": _("There is no draft to sign."),
    "step.nothing_to_serve": _("Every document issued so far has been served."),
    "step.nothing_supported": _("No opinion that supports the request has been served."),
    "step.only_31_6": _("Only matters of route 31(6) have the 60 days that can be extended or reviewed."),
    "step.not_when_registered": _("The matter is still at the bureau."),
    "step.not_when_transferred": _("The matter has not been accepted yet."),
    "step.not_when_accepted": _("The matter has been accepted already."),
    "step.not_when_redirected": _(
        "The petitioner has been told the statutory way; the matter is closed here."
    ),
    "step.not_when_declined": _("The matter was not accepted; it is closed here."),
    "step.not_when_answered": _("The matter has been answered."),
    "step.not_when_under_review": _("A higher office is reviewing the matter."),
    "step.not_when_under_reexamination": _("A higher office is re-examining the matter."),
}
UNLAWFUL: Words = {
    **OBSTACLES,
    "opinion.drafter_does_not_sign": _("Who drafted it does not sign it, and only one's own office's draft."),
    "service.no_consent": _("The petitioner has not agreed to electronic service: serve it another way."),
    "transfer.to_the_accused": _("The accusation is against this office: it may not get the matter."),
    "extension.no_clock": _("There is no running limit that could be extended."),
    "extension.day_unknown": _(
        "The days off of that year are not announced yet: no notice can name the day. Please come back later."
    ),
    "extension.too_late": _("The limit has passed already."),
    "extension.already_extended": _("The limit has been extended once already."),
    "extension.beyond_cap": _("At most %(cap)s days can be added."),
}
CONFLICTS: Words = {
    "petition.changed_meanwhile": _("The matter changed while you were writing."),
    "opinion.replaced_meanwhile": _("The draft was replaced while you were reading it."),
    "document.served_already": _("The service of this document was recorded meanwhile."),
}
INVALID: Words = {
    "document.missing": _("The document cannot go out without this. Please fill it in."),
    "document.order": _("The days do not follow each other. Please check them."),
    "document.fine": _("A fine is a whole number of yuan above zero."),
    "document.extension_days": _("Between 1 and 30 days can be added."),
    "document.route": _("The route of the matter does not fit this document."),
    "document.opinion_route": _("Only matters of route 31(6) get this form of opinion."),
    "transfer.unknown_office": _("Please choose another office: this one has the matter or does not stand."),
    "classify.route_for_claims_only": _("A claim needs its route; other classes have none."),
    "service.day_impossible": _("The day of service lies between the day of issue and today."),
    "advice.day_impossible": _("The day for the reply must still be to come."),
    "execution.day_impossible": _("The day lies between the service of the opinion and today."),
    "opinion.unknown_outcome": _("Please choose an outcome."),
}
CHANNELS: Words = {
    "web": _("website"),
    "letter": _("letter"),
    "visit": _("visit"),
    "phone": _("telephone"),
    "telephone": _("telephone"),
    "fax": _("fax"),
    "email": _("e-mail"),
    "import": _("brought in from an older system"),
    "receipt": _("brought back from its receipt after a restoration"),
}
WAYS: Words = {
    "telephone": _("telephone"),
    "visit": _("visit"),
    "letter": _("letter"),
    "message": _("message"),
    "field": _("on the spot"),
}
SERVICE_WAYS: Words = {
    "portal": _("through this site"),
    "post": _("by post"),
    "in_person": _("in person"),
}
PAPERS: Words = {
    "acceptance": _("Notice of acceptance"),
    "route_notice": _("Notice of the statutory way"),
    "declination": _("Notice that the matter is not accepted"),
    "extension": _("Notice of extension"),
    "opinion": _("Handling opinion"),
    "duty_reply": _("Reply on the duty"),
    "reply": _("Reply"),
}
OUTCOMES: Words = {
    "support": _("supported"),
    "explain": _("explained: reasonable, but without legal basis"),
    "not_support": _("not supported"),
    "performed": _("the duty has been performed"),
    "not_performed": _("the duty is not performed, and why"),
    "adopted": _("adopted"),
    "partly_adopted": _("adopted in part"),
    "not_adopted": _("not adopted"),
    "answered": _("answered"),
}
DRAFT_STATES: Words = {
    "drafted": _("waits for the head's signature"),
    "signed": _("signed, to be served"),
    "served": _("served"),
    "replaced": _("replaced by a later draft"),
}
CLOCK_STATES: Words = {
    "running": pgettext_lazy("clock", "running"),
    "soon": pgettext_lazy("clock", "due soon"),
    "overdue": pgettext_lazy("clock", "overdue"),
    "met": pgettext_lazy("clock", "met in time"),
    "met_late": pgettext_lazy("clock", "met late"),
    "lapsed": pgettext_lazy("clock", "passed unused"),
    "paused": pgettext_lazy("clock", "paused"),
    "exempt": pgettext_lazy("clock", "does not apply"),
    "ended": pgettext_lazy("clock", "ended"),
    "option": pgettext_lazy("clock", "optional"),
}
CORRECTIONS: Words = {
    "answered_in_time": _("a service recorded later, of a day within the limit"),
    "date_moved": _("the last day is another one now"),
    "not_owed": _("under class, route and facts as they stand there is no such limit"),
    "office_states_answer": _("the office states that it answered in time, outside this system"),
}
PARTS_PLAYED: Words = {
    "petitioner": _("Petitioner"),
    "representative": _("Representative"),
    "guardian": _("Guardian"),
    "agent": _("Agent"),
}
