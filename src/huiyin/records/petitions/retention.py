"""How long matters are kept, and the lists by which they are destroyed."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from huiyin.records.petitions.of_petition import OfPetition, by_petition


class RetentionSchedule(models.Model):
    """A schedule of an office (保管期限表): its classes and periods, from when on, by which approval."""

    id = models.UUIDField(primary_key=True)
    office = models.BigIntegerField()
    effective_on = models.DateField()
    settings = models.JSONField()  # rules.retention.schedule
    approval = models.TextField()  # of the archive authority, as given: it names nobody
    set_by = models.BigIntegerField()  # account
    set_at = models.DateTimeField()

    class Meta:
        db_table = "retention_schedule"
        indexes = [models.Index(fields=["office", "effective_on"], name="retention_schedule_office")]


class Retention(OfPetition):
    """What a person set for one matter: another class, or a hold (暂停销毁). None: the schedule alone."""

    office = models.BigIntegerField()
    category = models.TextField(null=True)  # null: the class that the schedule derives
    years = models.SmallIntegerField(null=True)  # of that class when it was set; 0: for ever
    held = models.BooleanField()
    reason = models.TextField()  # in clear: it names nobody
    set_by = models.BigIntegerField()  # account
    set_at = models.DateTimeField()

    class Meta:
        db_table = "retention"
        constraints = [models.UniqueConstraint(fields=["petition"], name="retention_once")]


class DestructionList(models.Model):
    """A destruction list (销毁清册) of an office. It is kept for ever and holds no personal data."""

    id = models.UUIDField(primary_key=True)
    office = models.BigIntegerField()
    year = models.SmallIntegerField()
    serial = models.IntegerField()
    up_to = models.DateField()  # periods that ended by this day
    state = models.TextField()  # rules.retention.lists
    approvers = ArrayField(models.TextField())  # roles that may approve it
    drawn_by = models.BigIntegerField()  # account
    drawn_role = models.TextField()
    drawn_at = models.DateTimeField()
    decided_by = models.BigIntegerField(null=True)  # account
    decided_role = models.TextField()
    decided_at = models.DateTimeField(null=True)
    decided_because = models.TextField()
    ordered_by = models.BigIntegerField(null=True)  # account
    ordered_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "destruction_list"
        constraints = [
            models.UniqueConstraint(fields=["office", "year", "serial"], name="destruction_list_number"),
        ]


class DestructionItem(models.Model):
    """A matter as it was put on a destruction list. Never changed: what became of it stands apart."""

    id = models.UUIDField(primary_key=True)
    destruction = models.UUIDField()  # the list, to whose history it belongs
    matter = models.UUIDField()  # a petition
    office = models.BigIntegerField()
    number = models.TextField()  # of the matter
    category = models.TextField()
    years = models.SmallIntegerField()
    closed_on = models.DateField()
    ended_on = models.DateField()  # last day of its period
    hindered = models.TextField()  # left out from the beginning: the code of why; empty: listed

    class Meta:
        db_table = "destruction_item"
        indexes = [
            models.Index(fields=["matter"], name="destruction_item_matter"),
            models.Index(fields=["destruction", "closed_on", "id"], name="destruction_item_list"),
        ]


class DestructionOutcome(OfPetition):
    """What became of a matter on a destruction list; none yet: it waits."""

    destruction = models.UUIDField()
    office = models.BigIntegerField()
    state = models.TextField()  # taken_off, left_out, destroyed
    why = models.TextField()  # a person's reason, or the code of what hinders
    at = models.DateTimeField()

    class Meta:
        db_table = "destruction_outcome"
        indexes = by_petition("destruction_outcome")
        constraints = [
            models.UniqueConstraint(fields=["destruction", "petition"], name="destruction_outcome_once"),
        ]
