"""What follows from a clock: who was reminded of it, and what an office did not do when it had to."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Reminder(models.Model):
    """Somebody was reminded of a clock's day: once per clock, day, distance and level (提醒)."""

    id = models.UUIDField(primary_key=True)
    petition = models.UUIDField()
    clock = models.UUIDField()
    rule = models.TextField()
    pack = models.TextField()
    level = models.TextField()  # handler, head, bureau, petitioner
    office = models.BigIntegerField(null=True)  # null: the petitioner
    days_before = models.SmallIntegerField()
    due_on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        db_table = "reminder"
        indexes = [
            models.Index(fields=["petition"], name="reminder_petition"),
            models.Index(fields=["office", "level", "at", "id"], name="reminder_office"),
        ]


class SupervisionItem(models.Model):
    """What an office should have done and did not (督办事项): raised by itself, closed when cured."""

    id = models.UUIDField(primary_key=True)
    petition = models.UUIDField()
    failed = models.TextField()  # which check: rules.oversight.checks
    office = models.BigIntegerField()  # that failed
    bureau = models.BigIntegerField()
    county = models.IntegerField()
    clock = models.UUIDField(null=True)
    trigger = models.UUIDField(null=True)  # the item that nobody supervised
    rule = models.TextField()
    pack = models.TextField()
    since = models.DateField()  # the last day in law
    raised_on = models.DateField()
    article = models.TextField()
    state = models.TextField()  # open, answered, closed
    due_on = models.DateField(null=True)  # by when the bureau acts on it: a setting, not law
    answered_on = models.DateField(null=True)
    sealed_answer = models.BinaryField(null=True)
    closed_on = models.DateField(null=True)
    closed_by = models.TextField(null=True)  # done, no_longer_owed, inspector
    cured_on = models.DateField(null=True)
    inspector = models.BigIntegerField(null=True)  # account
    sealed_result = models.BinaryField(null=True)

    class Meta:
        db_table = "supervision_item"
        indexes = [
            models.Index(fields=["petition"], name="supervision_petition"),
            models.Index(
                fields=["county", "state", "since", "id"],
                include=["failed", "office", "petition"],
                name="supervision_county",
            ),
            models.Index(fields=["office", "state", "since", "id"], name="supervision_office"),
            models.Index(fields=["bureau", "state", "since", "id"], name="supervision_bureau"),
            models.Index(
                fields=["due_on", "id"],
                condition=models.Q(state="open", due_on__isnull=False),
                name="supervision_waiting",
            ),
        ]


class Advice(models.Model):
    """The bureau's advice on a supervision item (改进工作建议), and whether the office adopts it."""

    id = models.UUIDField(primary_key=True)
    petition = models.UUIDField()
    item = models.UUIDField()
    office = models.BigIntegerField()  # to which it goes
    bureau = models.BigIntegerField()  # of the matter
    county = models.IntegerField()
    sender = models.BigIntegerField()  # office
    sent_by = models.BigIntegerField()  # account
    sent_at = models.DateTimeField()
    due_on = models.DateField(null=True)  # for the reply, when the letter sets a day: the law has none
    sealed_text = models.BinaryField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.BigIntegerField(null=True)  # account
    adopted = models.TextField(null=True)  # adopted, partly_adopted, not_adopted
    sealed_answer = models.BinaryField(null=True)

    class Meta:
        db_table = "advice"
        indexes = [
            models.Index(fields=["petition"], name="advice_petition"),
            models.Index(fields=["item", "sent_at", "id"], name="advice_item"),
        ]


class OversightSetting(models.Model):
    """A setting of an administrator: the stages of reminders, the days of transit, a label of checks."""

    id = models.TextField(primary_key=True)  # watch, transit, or label:NAME
    kind = models.TextField()  # watch, transit, label
    name = models.TextField()
    checks = ArrayField(models.TextField())  # of a label; none: the label is withdrawn
    value = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        db_table = "oversight_setting"


class Audit(models.Model):
    """A quarterly audit of the ledger: what is public of it, and the report, sealed (`prepare.auditing`)."""

    id = models.UUIDField(primary_key=True)
    quarter = models.TextField()  # 2026Q3
    interim = models.BooleanField()  # the quarter was not over
    at = models.DateTimeField()
    differences = models.BigIntegerField()
    digest = models.BinaryField()  # SHA-256 of the report
    note = models.TextField()  # signed note over the digest
    told = models.JSONField()  # the public part
    sealed_report = models.BinaryField()  # a PDF, under the installation's key: it names who ran the audit

    class Meta:
        db_table = "audit"
