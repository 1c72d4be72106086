"""The table of clocks, with the indexes that sweeps walk."""

from django.db import models

from huiyin.records.petitions.of_petition import OfPetition, by_petition


class ClockRow(OfPetition):
    """A computed clock: a cache of the pure function, rewritten by commands, older results kept as entries.

    `state` holds only what does not change by time passing; whether a running clock is overdue is asked
    of its date.
    """

    rule = models.TextField()
    kind = models.TextField()  # clock, window, …
    part = models.TextField(null=True)
    office = models.BigIntegerField(null=True)
    pack = models.TextField()
    pack_version = models.TextField()
    duty_of = models.TextField()
    started_on = models.DateField()
    warn_on = models.DateField(null=True)
    binding_on = models.DateField(null=True)
    state = models.TextField()  # running, paused, met, met_late, ended, exempt
    met_on = models.DateField(null=True)
    told = models.SmallIntegerField()  # days before, of the last reminder of this day: rules.oversight.watch
    watched = models.SmallIntegerField()  # 1: a supervision item hangs on it; 2: something happened since
    recorded_on = models.DateField(null=True)  # its silence is recorded: no sweep looks at it again

    class Meta:
        db_table = "clock"
        indexes = [
            *by_petition("clock"),
            # What runs and has no record yet, in the order in which it ends: a sweep reads only what is due.
            models.Index(
                fields=["binding_on", "id"],
                condition=models.Q(state="running", recorded_on=None),
                name="clock_running",
            ),
            # What the sweep walks: a clock leaves its place in it when it has been told of.
            models.Index(
                fields=["kind", "told", "binding_on", "id"],
                condition=models.Q(state="running", binding_on__isnull=False)
                & (models.Q(kind="clock") | models.Q(kind="window", duty_of__in=["petitioner", "applicant"])),
                name="clock_untold",
            ),
            models.Index(fields=["id"], condition=models.Q(watched=2), name="clock_looked_at_again"),
        ]
