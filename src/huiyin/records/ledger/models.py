"""The ledger: entries, salts, wrapped data keys; and the public tree over the entries' commitments."""

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


class EntryWaiting(models.Model):
    """A committed entry that has no index in the tree yet. `door_write` adds it, numbering takes it away."""

    place = models.BigAutoField(primary_key=True)
    commitment = models.BinaryField()

    class Meta:
        db_table = "entry_waiting"


class TreeLeaf(models.Model):
    """A leaf of the public tree: the commitment of one entry, under an index for ever. Append-only."""

    index = models.BigIntegerField(primary_key=True)
    commitment = models.BinaryField(unique=True)

    class Meta:
        db_table = "tree_leaf"
        constraints = [
            models.CheckConstraint(condition=models.Q(index__gte=0), name="tree_leaf_index"),
        ]


class Checkpoint(models.Model):
    """A tree head that this log has signed: of one size there is never another. Append-only."""

    pk = models.CompositePrimaryKey("origin", "size")
    origin = models.TextField()
    size = models.BigIntegerField()
    root = models.BinaryField()
    note = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "checkpoint"


class Cosignature(models.Model):
    """What a witness answered to a checkpoint: one line of the signed note. Append-only."""

    pk = models.CompositePrimaryKey("origin", "size", "witness", "at")
    origin = models.TextField()
    size = models.BigIntegerField()
    witness = models.TextField()
    at = models.DateTimeField()
    line = models.TextField()

    class Meta:
        db_table = "cosignature"


class KeyChange(models.Model):
    """Another key signs the log of this name: which followed which, and the signatures of both."""

    key = models.TextField(primary_key=True)
    former = models.TextField(unique=True)
    origin = models.TextField()
    at = models.DateTimeField()
    until = models.DateTimeField()
    handover = models.BinaryField()
    accepted = models.BinaryField()

    class Meta:
        db_table = "key_change"


class WrapChange(models.Model):
    """Another key wraps the data keys of petitions: since when, and how many it had wrapped at the end.

    Keys by the 8 hex digits that every ciphertext of theirs names. `former` were in use before; after
    `retired_at` nothing opens any more what they wrapped, an older backup included.
    """

    key = models.TextField(primary_key=True)
    former = models.JSONField()
    since = models.DateTimeField()
    at = models.DateTimeField()
    data_keys = models.BigIntegerField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "wrap_change"


class Reopening(models.Model):
    """The log opened anew under another name, after a restoration: which logs it follows, what is missing.

    `first` is the index in `tree_leaf` of the first leaf of this log, which is this row's own entry; those
    before it are leaves of earlier logs. `held_root` is the root of the leaves between the log before and
    this one, whatever was signed of them.
    """

    origin = models.TextField(primary_key=True)
    key = models.TextField()
    at = models.DateTimeField()
    first = models.BigIntegerField()
    held_root = models.BinaryField()
    after = models.JSONField()  # the logs it follows, see `huiyin.commands.ledger.reopen_log.Closed`

    class Meta:
        db_table = "reopening"
