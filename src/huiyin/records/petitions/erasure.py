"""Erasures of a matter's content: what one person proposes and another carries out."""

from django.db import models

from huiyin.records.petitions.of_petition import OfPetition, by_petition


class Erasure(OfPetition):
    """A proposal to erase a matter's content, and what became of it. It outlives the matter's key."""

    state = models.TextField()  # proposed, erased, withdrawn, rejected
    # In clear, because they must be read when the key is gone: the forms say that no name belongs there.
    basis = models.TextField()  # the provision or decision relied on, as given
    reason = models.TextField()
    office = models.BigIntegerField()
    proposed_by = models.BigIntegerField()  # account
    proposed_at = models.DateTimeField()
    decided_by = models.BigIntegerField(null=True)  # account
    decided_at = models.DateTimeField(null=True)
    decided_because = models.TextField()
    destruction = models.UUIDField(null=True)  # the destruction list by which it was erased

    class Meta:
        db_table = "erasure"
        indexes = by_petition("erasure")
        constraints = [
            models.UniqueConstraint(
                fields=["petition"],
                condition=models.Q(state__in=["proposed", "erased"]),
                name="erasure_once",
            ),
        ]
