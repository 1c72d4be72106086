"""Files of a matter; their bytes lie sealed in the object store under their ciphertext digest."""

from django.contrib.postgres.indexes import HashIndex
from django.db import models


class Evidence(models.Model):
    """One file: where its ciphertext lies, who added it and when; all that speaks is sealed."""

    id = models.UUIDField(primary_key=True)
    petition = models.UUIDField()
    position = models.SmallIntegerField()
    address = models.TextField()  # SHA-256 of the ciphertext, hexadecimal
    size = models.BigIntegerField()
    kind = models.TextField()  # type by content, such as application/pdf
    added_by = models.TextField()  # petitioner, office
    office = models.BigIntegerField(null=True)
    added_at = models.DateTimeField()
    sealed_facts = models.BinaryField()  # name, SHA-256 of the content, facts read from it

    class Meta:
        db_table = "evidence"
        indexes = [
            models.Index(fields=["petition"], name="evidence_petition"),
            HashIndex(fields=["address"], name="evidence_address"),  # for the sweep of the store
        ]
