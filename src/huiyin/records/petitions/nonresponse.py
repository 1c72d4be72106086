"""The table of records of non-response (逾期未见办复系统记录)."""

from django.db import models


class NonResponse(models.Model):
    """What this system recorded when a last day passed without an answer; never deleted, only corrected.

    No document of an office: it is no official act, has no number of an office and is served by nobody.
    """

    id = models.UUIDField(primary_key=True)
    petition = models.UUIDField()
    clock = models.UUIDField(unique=True)  # once for each
    position = models.SmallIntegerField()  # among the records of the matter, from 1
    binding_on = models.DateField()
    recorded_at = models.DateTimeField()
    statement = models.JSONField()  # as signed: no name of a person, nothing of what was filed
    corrected_at = models.DateTimeField(null=True)
    correction = models.JSONField(null=True)

    class Meta:
        db_table = "nonresponse"
        constraints = [models.UniqueConstraint(fields=["petition", "position"], name="nonresponse_position")]
        indexes = [
            models.Index(
                fields=["binding_on", "id"],
                condition=models.Q(corrected_at=None),
                name="nonresponse_standing",
            )
        ]
