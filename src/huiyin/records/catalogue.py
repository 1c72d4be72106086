"""Which table is what: folds of the ledger, the ledger itself, and the named exceptions.

Every table of the database stands in exactly one of these lists; `walls.install` refuses to go on
when one does not. How the reader role sees each table stands beside it.
"""

from enum import StrEnum


class Sight(StrEnum):
    """How the reader role sees a domain table (row-level security)."""

    OPEN = "open"  # offices, divisions: everyone
    PETITION = "petition"  # the matter itself
    OF_PETITION = "of_petition"  # rows of a matter, seen with it
    PART = "part"  # an office's part: that office, and oversight of the place
    NOTICE = "notice"  # the office or the petitioner it is for
    OVERSIGHT = "oversight"  # the office that failed, the bureau, and oversight of the place
    FEED = "feed"  # the post's office, or the petitioner
    OFFICE = "office"  # the office whose it is
    KEPT = "kept"  # the office whose it is, while it may see the petition
    LISTED = "listed"  # the same of a matter on a list


# Written only by the door, as a fold of the ledger. Order: parents first.
DOMAIN: dict[str, Sight] = {
    "division": Sight.OPEN,
    "office": Sight.OPEN,
    "post": Sight.OPEN,
    "adopted": Sight.OPEN,
    "rule_proposal": Sight.OPEN,
    "petition": Sight.PETITION,
    "petitioner": Sight.OF_PETITION,
    "respondent": Sight.OF_PETITION,
    "part": Sight.PART,
    "event": Sight.OF_PETITION,
    "clock": Sight.OF_PETITION,
    "nonresponse": Sight.OF_PETITION,
    "contact": Sight.OF_PETITION,
    "finding": Sight.OF_PETITION,
    "execution": Sight.OF_PETITION,
    "opinion": Sight.OF_PETITION,
    "document": Sight.OF_PETITION,
    "service": Sight.OF_PETITION,
    "rating": Sight.OF_PETITION,
    "review_request": Sight.OF_PETITION,
    "story_grant": Sight.OF_PETITION,
    "erasure": Sight.OF_PETITION,
    "retention_schedule": Sight.OFFICE,
    "retention": Sight.KEPT,
    "destruction_list": Sight.OFFICE,
    "destruction_item": Sight.LISTED,
    "destruction_outcome": Sight.KEPT,
    "evidence": Sight.OF_PETITION,
    "statement": Sight.OF_PETITION,
    "redaction": Sight.OF_PETITION,
    "notice": Sight.NOTICE,
    "reminder": Sight.OF_PETITION,
    "supervision_item": Sight.OVERSIGHT,
    "advice": Sight.OVERSIGHT,
    "oversight_setting": Sight.OPEN,
    "audit": Sight.OPEN,  # the report itself is sealed
    "feed": Sight.FEED,
    "reopening": Sight.OPEN,
    "key_change": Sight.OPEN,
    "wrap_change": Sight.OPEN,
    "person_search": Sight.OFFICE,
    "person_found": Sight.OF_PETITION,
    "saved_search": Sight.OFFICE,
}

# Written by the door's function beside the fold; never updated, deleted or truncated, except that
# erasure deletes salts and data keys and rotation re-wraps data keys.
LEDGER = ("entry", "entry_salt", "data_key")

# The public tree over the ledger: written only by the functions of numbering, read by everyone, and never
# updated, deleted or truncated.
TREE = ("tree_leaf", "checkpoint", "cosignature")

# The named exceptions of the house: not folds of the ledger, and why.
EXCEPTIONS: dict[str, str] = {
    "entry_waiting": "entries without an index yet: numbering moves each to the tree and takes it away",
    "waiting": "drafts that are no matter yet; sealed, and they expire",
    "delivery": "marks of delivery; the notice itself is in the ledger",
    "attempt": "failed look-ups by number and code: keyed hashes, counts, until when; they are swept",
    "clocks_moved": "how far an adoption has been carried out; looking again finds the same",
    "examination": "what was found in a file: made again from the file; a verdict is the scanner's, of a day",
    "page_picture": "pictures of pages: made again from the file",
    "figure": "public figures as published, computed from the domain rows",
    "search_text": "words as keyed hashes, cut from the sealed texts; cutting again finds the same",
    "search_word": "how many matters hold a word, counted from them",
    "search_person": "names and numbers as keyed hashes, taken from the sealed identities",
    "search_progress": "how far the index has followed the ledger; looking again finds the same",
    "account": "sign-in library: who can sign in; what they may do is a post, by the door",
    "account_emailaddress": "sign-in library",
    "account_emailconfirmation": "sign-in library",
    "mfa_authenticator": "sign-in library: second factors",
    "signin_mark": "sign-in: attempts counted and codes used, until they expire",
    "django_session": "web sessions, sealed",
    "procrastinate_workers": "the queue's own",
    "procrastinate_jobs": "the queue's own",
    "procrastinate_periodic_defers": "the queue's own",
    "procrastinate_events": "the queue's own",
}

# Of the exceptions, those that hold something of a matter: the reader sees them with it, under a policy.
OF_MATTERS = ("examination", "page_picture")

# Of the exceptions, those that the writer too changes only by a function.
CLOSED = frozenset({"entry_waiting"})

# Known to the framework, never written while running.
FRAMEWORK = (
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "auth_group",
    "auth_group_permissions",
)
