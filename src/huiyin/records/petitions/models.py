"""A petition and all that belongs to one. Columns named `sealed_*` hold ciphertext only."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from huiyin.records.petitions.clock import ClockRow
from huiyin.records.petitions.erasure import Erasure
from huiyin.records.petitions.nonresponse import NonResponse
from huiyin.records.petitions.of_petition import OfPetition, by_petition
from huiyin.records.petitions.retention import (
    DestructionItem,
    DestructionList,
    DestructionOutcome,
    Retention,
    RetentionSchedule,
)

__all__ = [  # the other tables stand here
    "ClockRow",
    "DestructionItem",
    "DestructionList",
    "DestructionOutcome",
    "Erasure",
    "NonResponse",
    "Retention",
    "RetentionSchedule",
]


class Petition(models.Model):
    """One matter (信访事项). `offices` and `denied` carry who may list it, for row-level security."""

    id = models.UUIDField(primary_key=True)
    number = models.TextField(unique=True)
    query_hash = models.BinaryField()  # keyed hash of the query code
    channel = models.TextField()
    language = models.TextField()
    klass = models.TextField(null=True)  # claim, accusation, suggestion; decided by a person
    declared_klass = models.TextField()  # what the petitioner says it is
    route = models.SmallIntegerField(null=True)  # art. 31(1) to (6), claims only
    state = models.TextField()
    division = models.BigIntegerField()  # place of the matter, as precise as known
    county = (
        models.IntegerField()
    )  # its six-digit code: county, or prefecture or province when no more is known
    topic = models.TextField(null=True)
    topic_by = models.TextField()  # suggested, confirmed
    pack = models.TextField()
    pack_version = models.TextField()
    bureau = models.BigIntegerField()
    lead = models.BigIntegerField(null=True)
    offices = ArrayField(models.BigIntegerField())
    denied = ArrayField(models.BigIntegerField())
    filed_at = models.DateTimeField()
    happened_at = models.DateTimeField(null=True)
    happened_source = models.TextField()
    next_due_on = models.DateField(null=True)
    joint = models.BooleanField()
    anonymous = models.BooleanField()
    unreachable = models.BooleanField()  # name or address unclear: art. 23(2)
    publish_consent = models.BooleanField()
    eservice_consent = models.BooleanField()
    demo = models.BooleanField()
    sealed_summary = models.BinaryField()  # title and masked name, for lists
    sealed_story = models.BinaryField()  # what happened, what is asked, place in words
    closed_on = models.DateField(null=True)
    erased_at = models.DateTimeField(null=True)  # since then no sealed column can be opened

    class Meta:
        db_table = "petition"
        indexes = [
            models.Index(fields=["county", "next_due_on"], name="petition_county_due"),
            models.Index(fields=["bureau", "state", "filed_at"], name="petition_bureau"),
            models.Index(fields=["topic", "county", "filed_at"], name="petition_topic"),
            models.Index(fields=["filed_at"], name="petition_filed"),
            # Empty until a matter is closed: filing pays nothing for it.
            models.Index(
                fields=["bureau", "closed_on", "id"],
                condition=models.Q(closed_on__isnull=False, erased_at__isnull=True),
                name="petition_closed",
            ),
        ]


class Petitioner(OfPetition):
    """A petitioner, representative, guardian or agent (信访人、代表人、监护人、代理人)."""

    position = models.SmallIntegerField()
    part_played = models.TextField()  # petitioner, representative, guardian, agent
    kind = models.TextField()  # person, legal_person, organisation
    foreign = models.BooleanField()
    minor = models.BooleanField()
    stands_for = models.UUIDField(null=True)  # guardian or agent of which petitioner
    sealed_identity = models.BinaryField()  # name, telephone, e-mail, address

    class Meta:
        db_table = "petitioner"
        indexes = by_petition("petitioner")


class Respondent(OfPetition):
    """Whom the matter is about (被反映人). `accused` marks the accused of an accusation, art. 30(3)."""

    office = models.BigIntegerField(null=True)
    accused = models.BooleanField()
    sealed_name = models.BinaryField(null=True)

    class Meta:
        db_table = "respondent"
        indexes = by_petition("respondent")


class Part(OfPetition):
    """An office's own part of a matter, with its own clocks."""

    office = models.BigIntegerField()
    role = models.TextField()  # bureau, lead, joint, review, reexamination
    state = models.TextField()  # open, handled, withdrawn
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    next_due_on = models.DateField(null=True)
    county = models.IntegerField()
    topic = models.TextField(null=True)

    class Meta:
        db_table = "part"
        indexes = [
            *by_petition("part"),
            # County stands in it so that counts of a queue need not visit the rows.
            models.Index(
                fields=["office", "state", "next_due_on", "petition"], include=["county"], name="part_queue"
            ),
            models.Index(fields=["office", "opened_at", "petition"], name="part_received"),
        ]


class Event(OfPetition):
    """A dated fact that clocks run from, pause at or end with."""

    position = models.SmallIntegerField()  # in the matter's history: several happen at one instant
    name = models.TextField()
    office = models.BigIntegerField(null=True)
    part = models.TextField(null=True)  # the part of the matter it belongs to; null: to every part
    at = models.DateTimeField()  # recorded
    happened_at = models.DateTimeField(null=True)  # when that was earlier
    on = models.DateField()  # the day on which clocks see it
    source = models.TextField()
    facts = models.JSONField()

    class Meta:
        db_table = "event"
        indexes = by_petition("event")


class Contact(OfPetition):
    """One contact with the petitioner: telephone, visit, letter (联系记录)."""

    office = models.BigIntegerField()
    account = models.BigIntegerField()
    at = models.DateTimeField()
    way = models.TextField()
    reached = models.BooleanField()
    sealed_note = models.BinaryField()

    class Meta:
        db_table = "contact"
        indexes = by_petition("contact")


class Finding(OfPetition):
    """A finding of fact (调查核实情况)."""

    office = models.BigIntegerField()
    account = models.BigIntegerField()
    at = models.DateTimeField()
    sealed_text = models.BinaryField()

    class Meta:
        db_table = "finding"
        indexes = by_petition("finding")


class Execution(OfPetition):
    """On which day and how a supporting opinion was carried out (执行情况)."""

    office = models.BigIntegerField()
    account = models.BigIntegerField()
    at = models.DateTimeField()
    on = models.DateField()  # carried out
    sealed_text = models.BinaryField()  # the petitioner reads it

    class Meta:
        db_table = "execution"
        indexes = by_petition("execution")


class Opinion(OfPetition):
    """A handling opinion, or a reply on a duty under art. 31(5): draft, then signed, then served."""

    office = models.BigIntegerField()
    kind = models.TextField()  # opinion, duty_reply
    state = models.TextField()  # drafted, signed, served, replaced
    outcome = models.TextField()  # support, explain, not_support; performed, declined for duty replies
    drafted_by = models.BigIntegerField()
    drafted_at = models.DateTimeField()
    signed_by = models.BigIntegerField(null=True)
    signed_at = models.DateTimeField(null=True)
    sealed_content = models.BinaryField()

    class Meta:
        db_table = "opinion"
        indexes = by_petition("opinion")


class Document(OfPetition):
    """A document as issued: number per office and year, and the facts that it was typeset from."""

    office = models.BigIntegerField()
    kind = models.TextField()
    number = models.TextField()  # as printed: of year and serial
    year = models.SmallIntegerField()
    serial = models.IntegerField()
    issued_on = models.DateField()
    opinion = models.UUIDField(null=True)
    sealed_content = models.BinaryField()

    class Meta:
        db_table = "document"
        indexes = by_petition("document")
        constraints = [
            models.UniqueConstraint(fields=["office", "kind", "year", "serial"], name="document_number"),
        ]


class Service(OfPetition):
    """Service of a document on the petitioner: its date starts the next clock."""

    document = models.UUIDField()
    way = models.TextField()  # portal, post, in_person
    served_at = models.DateTimeField()
    served_on = models.DateField()

    class Meta:
        db_table = "service"
        indexes = by_petition("service")


class Rating(OfPetition):
    """The petitioner's rating of the bureau or of the office (art. 21)."""

    of = models.TextField()  # bureau, office
    office = models.BigIntegerField()
    grade = models.SmallIntegerField()  # 5 very satisfied … 1 very dissatisfied
    at = models.DateTimeField()
    sealed_comment = models.BinaryField(null=True)

    class Meta:
        db_table = "rating"
        indexes = by_petition("rating")
        constraints = [models.UniqueConstraint(fields=["petition", "of", "office"], name="rating_once")]


class ReviewRequest(OfPetition):
    """The petitioner's request for review or reexamination (复查、复核)."""

    stage = models.TextField()  # review, reexamination
    against = models.UUIDField()  # document
    office = models.BigIntegerField()  # the next-higher office
    requested_at = models.DateTimeField()
    state = models.TextField()
    sealed_grounds = models.BinaryField()

    class Meta:
        db_table = "review_request"
        indexes = by_petition("review_request")


class Grant(OfPetition):
    """Leave to open story, identity and files: one per reader, petition and day."""

    account = models.BigIntegerField()
    office = models.BigIntegerField()
    role = models.TextField()
    on = models.DateField()

    class Meta:
        db_table = "story_grant"
        constraints = [models.UniqueConstraint(fields=["petition", "account", "on"], name="grant_once_a_day")]
