"""The ledger: entries as committed, their salts, and the wrapped data keys that erasure destroys."""

from django.db import models


class Entry(models.Model):
    """A ledger entry: the exact committed bytes. It has no foreign keys and is never changed."""

    id = models.UUIDField(primary_key=True)
    subject = models.UUIDField()
    kind = models.TextField()
    at = models.DateTimeField()
    previous = models.BinaryField(null=True)
    commitment = models.BinaryField(unique=True)
    body = models.BinaryField()
    promise = models.BinaryField()

    class Meta:
        db_table = "entry"
        constraints = [
            # A fork of a petition's chain is impossible, whatever the application does.
            models.UniqueConstraint(fields=["subject", "previous"], name="entry_chain", nulls_distinct=False),
        ]


class EntrySalt(models.Model):
    """The salt of an entry's commitment, sealed. Deleting it erases what can be erased."""

    commitment = models.BinaryField(primary_key=True)
    sealed = models.BinaryField()

    class Meta:
        db_table = "entry_salt"


class DataKey(models.Model):
    """A petition's data key, wrapped. Rotation re-wraps it; erasure destroys it."""

    petition = models.UUIDField(primary_key=True)
    wrapped = models.BinaryField()

    class Meta:
        db_table = "data_key"
