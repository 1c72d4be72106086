"""What goes out: notices, written with the change, the marks of their delivery, and calendars."""

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


class Feed(models.Model):
    """A calendar that somebody subscribed to by a secret address: of one post, or of one petition."""

    id = models.UUIDField(primary_key=True)
    token_hash = models.BinaryField(unique=True)  # keyed hash of the secret in the address
    petition = models.UUIDField(null=True)
    post = models.UUIDField(null=True)
    account = models.BigIntegerField(null=True)
    office = models.BigIntegerField(null=True)
    language = models.TextField()
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "feed"
        indexes = [
            models.Index(fields=["petition"], name="feed_petition"),
            models.Index(fields=["post"], name="feed_post"),
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


class Attempt(models.Model):
    """How often number and query code were tried in vain, by client and by number (a named exception)."""

    key = models.BinaryField(primary_key=True)  # keyed hash of the client's address, or of the number
    failures = models.IntegerField()
    until = models.DateTimeField()  # before this instant nothing is looked up

    class Meta:
        db_table = "attempt"
        indexes = [models.Index(fields=["until"], name="attempt_until")]


class Figure(models.Model):
    """One cell of the public figures of one period, as published (a named exception to the fold).

    A suppressed cell has neither value nor base; what was counted in it is kept where the reader role
    has no right to look, so that a later publication can be compared with this one.
    """

    id = models.BigAutoField(primary_key=True)
    first_on = models.DateField()
    last_on = models.DateField()
    demo = models.BooleanField()
    measure = models.TextField()
    place = models.IntegerField()  # prefecture; 510000 the whole province; 0 counted for the province only
    topic = models.TextField()  # first-level topic; empty: all topics
    value = models.IntegerField(null=True)  # a number, whole percent, or days
    base = models.IntegerField(null=True)  # of how many
    counted = models.IntegerField()  # never readable by the reader role, see walls
    as_of = models.DateTimeField()

    class Meta:
        db_table = "figure"
        constraints = [
            models.UniqueConstraint(
                fields=["demo", "first_on", "last_on", "measure", "place", "topic"], name="figure_cell"
            ),
        ]
