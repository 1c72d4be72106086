"""Roles: which permission a role has, and in which relation to the matter."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from huiyin.rules.access.permissions import Permission

_P = Permission


class Relation(StrEnum):
    """How the actor must stand to the matter."""

    ANY = "any"  # the right does not depend on a matter
    BUREAU = "bureau"  # the actor's office is the bureau that registered the matter
    LEAD = "lead"  # the actor's office leads the matter, its part open or closed
    OVERSEES = "oversees"  # the actor's office is a bureau over the place
    OWN = "own"  # the petitioner's own matter
    PART = "part"  # the actor's office has an open part in the matter
    TOUCHED = "touched"  # the bureau, or an office with a part, open or closed


class Role(StrEnum):
    """In which capacity someone acts. The first ten are posts; the others are not people's."""

    AUDITOR = "auditor"
    DISPATCHER = "dispatcher"
    HANDLER = "handler"
    HEAD = "head"
    INSPECTOR = "inspector"
    RECEPTION = "reception"
    REVIEWER = "reviewer"
    SECURITY_ADMINISTRATOR = "security_administrator"
    SYSTEM_ADMINISTRATOR = "system_administrator"
    AUDIT_ADMINISTRATOR = "audit_administrator"
    DESTROYER = "destroyer"  # carries out destruction lists that two people decided on
    IMPORTER = "importer"
    INSTALLER = "installer"
    MOVER = "mover"
    PETITIONER = "petitioner"
    PUBLIC = "public"
    RECORDER = "recorder"
    ROUTER = "router"
    WATCH = "watch"  # reminds, and raises and closes supervision items by itself


POSTS = frozenset(Role) - {
    Role.DESTROYER,
    Role.IMPORTER,
    Role.INSTALLER,
    Role.MOVER,
    Role.PETITIONER,
    Role.PUBLIC,
    Role.RECORDER,
    Role.ROUTER,
    Role.WATCH,
}

Rights = Mapping[Permission, Relation]

_HANDLER: dict[Permission, Relation] = {
    _P.EVIDENCE_FILE_ADD: Relation.PART,
    _P.EVIDENCE_FILE_REDACT: Relation.TOUCHED,  # what is published is published after the answer
    _P.EVIDENCE_STATEMENT_ADD: Relation.PART,
    _P.EVIDENCE_STORY_OPEN: Relation.TOUCHED,
    _P.HANDLING_CONTACT_RECORD: Relation.PART,
    _P.HANDLING_DOCUMENT_SERVE: Relation.PART,
    _P.HANDLING_EXECUTION_RECORD: Relation.LEAD,  # by then its part is closed
    _P.HANDLING_FINDING_RECORD: Relation.PART,
    _P.HANDLING_OPINION_DRAFT: Relation.PART,
    _P.HANDLING_PETITION_ACCEPT: Relation.PART,
    _P.HANDLING_PETITION_CLASSIFY: Relation.PART,
    _P.HANDLING_PETITION_DECLINE: Relation.PART,
    _P.PEOPLE_FEED_KEEP: Relation.ANY,
    _P.PEOPLE_SEARCH_KEEP: Relation.ANY,
}
_RECEPTION: dict[Permission, Relation] = {
    _P.EVIDENCE_FILE_ADD: Relation.BUREAU,
    _P.EVIDENCE_STATEMENT_ADD: Relation.BUREAU,
    _P.EVIDENCE_STORY_OPEN: Relation.BUREAU,
    _P.HANDLING_CONTACT_RECORD: Relation.BUREAU,
    _P.HANDLING_PETITION_CLASSIFY: Relation.BUREAU,
    _P.INTAKE_PERSON_FIND: Relation.TOUCHED,
    _P.INTAKE_PERSON_SEEK: Relation.ANY,
    _P.INTAKE_PETITION_FILE: Relation.ANY,
    _P.PEOPLE_FEED_KEEP: Relation.ANY,
    _P.PEOPLE_SEARCH_KEEP: Relation.ANY,
}
# What an archivist does (档案工作): the bureau that registered the matters.
_KEEPING: dict[Permission, Relation] = {
    _P.EVIDENCE_DESTRUCTION_DRAW: Relation.BUREAU,
    _P.EVIDENCE_DESTRUCTION_ORDER: Relation.BUREAU,
    _P.EVIDENCE_RETENTION_SET: Relation.BUREAU,
}

RIGHTS: Mapping[Role, Rights] = MappingProxyType(
    {
        Role.AUDITOR: {_P.OVERSIGHT_AUDIT_READ: Relation.ANY},
        Role.DISPATCHER: {
            **_RECEPTION,
            **_KEEPING,
            _P.EVIDENCE_ERASURE_PROPOSE: Relation.BUREAU,
            _P.EVIDENCE_FILE_REDACT: Relation.BUREAU,
            _P.HANDLING_DOCUMENT_SERVE: Relation.BUREAU,
            _P.HANDLING_PETITION_DECLINE: Relation.BUREAU,
            _P.LEARNING_RULES_PROPOSE: Relation.BUREAU,  # of the province: what is in force is asked of it
            _P.OVERSIGHT_NONRESPONSE_CORRECT: Relation.BUREAU,
            _P.ROUTING_PETITION_TRANSFER: Relation.BUREAU,
        },
        Role.HANDLER: _HANDLER,
        Role.HEAD: {
            **_HANDLER,
            **_KEEPING,
            _P.EVIDENCE_DESTRUCTION_APPROVE: Relation.BUREAU,  # never a list that the same person drew up
            _P.EVIDENCE_ERASURE_CONFIRM: Relation.BUREAU,  # never what the same person proposed
            _P.EVIDENCE_ERASURE_PROPOSE: Relation.BUREAU,
            _P.EVIDENCE_SCHEDULE_SET: Relation.BUREAU,
            _P.HANDLING_DEADLINE_EXTEND: Relation.PART,
            _P.HANDLING_OPINION_SIGN: Relation.PART,
            _P.LEARNING_RULES_CONFIRM: Relation.BUREAU,
            _P.LEARNING_RULES_PROPOSE: Relation.BUREAU,
            _P.OVERSIGHT_ADVICE_ANSWER: Relation.TOUCHED,
            _P.OVERSIGHT_ADVICE_SEND: Relation.OVERSEES,  # only bureaus oversee
            _P.OVERSIGHT_NONRESPONSE_CORRECT: Relation.TOUCHED,
            _P.OVERSIGHT_LABEL_SET: Relation.OVERSEES,
            _P.OVERSIGHT_SUPERVISION_ANSWER: Relation.TOUCHED,
        },
        Role.INSPECTOR: {
            _P.EVIDENCE_STORY_OPEN: Relation.TOUCHED,
            _P.OVERSIGHT_ADVICE_SEND: Relation.OVERSEES,
            _P.OVERSIGHT_SUPERVISION_CLOSE: Relation.OVERSEES,
            _P.PEOPLE_FEED_KEEP: Relation.ANY,
            _P.PEOPLE_SEARCH_KEEP: Relation.ANY,
        },
        Role.RECEPTION: _RECEPTION,
        Role.REVIEWER: _HANDLER,
        Role.SECURITY_ADMINISTRATOR: {},
        Role.SYSTEM_ADMINISTRATOR: {},
        Role.AUDIT_ADMINISTRATOR: {},
        Role.DESTROYER: {_P.EVIDENCE_DESTRUCTION_CARRY_OUT: Relation.ANY},
        Role.IMPORTER: {_P.INTAKE_PETITION_FILE: Relation.ANY, _P.INTAKE_PETITION_IMPORT: Relation.ANY},
        Role.INSTALLER: {
            _P.INTAKE_PETITION_IMPORT: Relation.ANY,
            _P.LEARNING_RULES_ADOPT: Relation.ANY,
            _P.LEDGER_KEY_CHANGE: Relation.ANY,
            _P.LEDGER_LOG_REOPEN: Relation.ANY,
            _P.LEDGER_WRAPPING_CHANGE: Relation.ANY,
            _P.OVERSIGHT_AUDIT_RECORD: Relation.ANY,
            _P.OVERSIGHT_LABEL_SET: Relation.ANY,
            _P.OVERSIGHT_TRANSIT_SET: Relation.ANY,
            _P.OVERSIGHT_WATCH_SET: Relation.ANY,
            _P.PEOPLE_OFFICES_LOAD: Relation.ANY,
            _P.PEOPLE_POST_APPOINT: Relation.ANY,
        },
        Role.MOVER: {_P.LEARNING_CLOCKS_MOVE: Relation.ANY},
        Role.PETITIONER: {
            _P.EVIDENCE_FILE_ADD: Relation.OWN,
            _P.EVIDENCE_STATEMENT_ADD: Relation.OWN,
            _P.OUTREACH_FEED_KEEP: Relation.OWN,
            _P.OUTREACH_PETITION_RATE: Relation.OWN,
            _P.REVIEW_REVIEW_REQUEST: Relation.OWN,
            _P.ROUTING_PERSON_REQUEST: Relation.OWN,
        },
        Role.PUBLIC: {_P.INTAKE_PETITION_FILE: Relation.ANY},
        Role.RECORDER: {
            _P.OVERSIGHT_NONRESPONSE_CORRECT: Relation.ANY,
            _P.OVERSIGHT_NONRESPONSE_RECORD: Relation.ANY,
        },
        Role.ROUTER: {_P.ROUTING_PETITION_TRANSFER: Relation.ANY},
        Role.WATCH: {
            _P.OVERSIGHT_REMINDER_SEND: Relation.ANY,
            _P.OVERSIGHT_SUPERVISION_RAISE: Relation.ANY,
        },
    }
)
