"""Notices to be told, written with the change; and the marks of their delivery."""

from django.db import models


class Notice(models.Model):
    """Someone is to be told something about a matter."""

    id = models.UUIDField(primary_key=True)
    petition = models.UUIDField(null=True)
    office = models.BigIntegerField(null=True)  # null: the petitioner
    kind = models.TextField()
    at = models.DateTimeField()
    facts = models.JSONField()

    class Meta:
        db_table = "notice"
        indexes = [
            models.Index(fields=["office", "at"], name="notice_office"),
            models.Index(fields=["petition"], name="notice_petition"),
        ]


class Delivery(models.Model):
    """Mark that a notice was delivered or seen (a named exception to the fold)."""

    notice = models.UUIDField(primary_key=True)
    way = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "delivery"


class Waiting(models.Model):
    """What is not a matter yet: sealed drafts that expire (a named exception to the fold)."""

    key = models.BinaryField(primary_key=True)  # keyed hash of the token
    sealed = models.BinaryField()
    expires_at = models.DateTimeField()

    class Meta:
        db_table = "waiting"
        indexes = [models.Index(fields=["expires_at"], name="waiting_expires")]


class Figure(models.Model):
    """One cell of the public figures of one day (a rollup, rebuilt at any time)."""

    id = models.BigAutoField(primary_key=True)
    on = models.DateField()
    division = models.IntegerField()
    topic = models.TextField()
    measure = models.TextField()
    value = models.FloatField()
    base = models.IntegerField()  # denominator

    class Meta:
        db_table = "figure"
        constraints = [
            models.UniqueConstraint(fields=["on", "division", "topic", "measure"], name="figure_cell"),
        ]
