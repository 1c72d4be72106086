"""What every table of a petition has."""

from django.db import models


class OfPetition(models.Model):
    """What every row of a petition has."""

    id = models.UUIDField(primary_key=True)
    petition = models.UUIDField()

    class Meta:
        abstract = True


def by_petition(name: str) -> list[models.Index]:
    """Return the index by which all rows of a petition are found."""
    return [models.Index(fields=["petition"], name=f"{name}_petition")]
