"""The closed, sorted vocabulary of permissions: ``room:resource:action``."""

from enum import StrEnum


class Permission(StrEnum):
    """What can be allowed. Sorted; each is described in Chinese and English in `describe`."""

    EVIDENCE_FILE_ADD = "evidence:file:add"
    EVIDENCE_STORY_OPEN = "evidence:story:open"
    HANDLING_CONTACT_RECORD = "handling:contact:record"
    HANDLING_DEADLINE_EXTEND = "handling:deadline:extend"
    HANDLING_DOCUMENT_SERVE = "handling:document:serve"
    HANDLING_FINDING_RECORD = "handling:finding:record"
    HANDLING_OPINION_DRAFT = "handling:opinion:draft"
    HANDLING_OPINION_SIGN = "handling:opinion:sign"
    HANDLING_PETITION_ACCEPT = "handling:petition:accept"
    HANDLING_PETITION_CLASSIFY = "handling:petition:classify"
    HANDLING_PETITION_DECLINE = "handling:petition:decline"
    INTAKE_PETITION_FILE = "intake:petition:file"
    INTAKE_PETITION_IMPORT = "intake:petition:import"
    LEARNING_RULES_ADOPT = "learning:rules:adopt"
    OUTREACH_FEED_KEEP = "outreach:feed:keep"
    OUTREACH_PETITION_RATE = "outreach:petition:rate"
    PEOPLE_FEED_KEEP = "people:feed:keep"
    PEOPLE_OFFICES_LOAD = "people:offices:load"
    PEOPLE_POST_APPOINT = "people:post:appoint"
    REVIEW_REVIEW_REQUEST = "review:review:request"
    ROUTING_PERSON_REQUEST = "routing:person:request"
    ROUTING_PETITION_TRANSFER = "routing:petition:transfer"
