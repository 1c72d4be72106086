"""Files and statements of a matter; bytes lie sealed in the object store under their ciphertext digest."""

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
            models.Index(fields=["added_at"], name="evidence_added"),  # what is new, to be examined
        ]


class Statement(models.Model):
    """A witness statement (证人证言): who saw or heard what, when and where; all of it is sealed."""

    id = models.UUIDField(primary_key=True)
    petition = models.UUIDField()
    added_by = models.TextField()  # petitioner, office
    office = models.BigIntegerField(null=True)
    account = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    sealed_statement = models.BinaryField()  # who, how to reach them, when, where, what

    class Meta:
        db_table = "statement"
        indexes = [models.Index(fields=["petition"], name="statement_petition")]


class Redaction(models.Model):
    """A copy of a file with parts blacked out for good; the original stays as it is."""

    id = models.UUIDField(primary_key=True)
    petition = models.UUIDField()
    evidence = models.UUIDField()
    address = models.TextField()
    size = models.BigIntegerField()
    kind = models.TextField()
    pages = models.IntegerField()
    office = models.BigIntegerField()
    account = models.BigIntegerField()
    at = models.DateTimeField()
    sealed_facts = models.BinaryField()  # name, SHA-256 of the copy, what was blacked out and why

    class Meta:
        db_table = "redaction"
        indexes = [
            models.Index(fields=["petition"], name="redaction_petition"),
            HashIndex(fields=["address"], name="redaction_address"),
        ]


class Examination(models.Model):
    """What was found in a file: the scanner's verdict, facts, text. Made again from the file at any time."""

    evidence = models.UUIDField(primary_key=True)
    petition = models.UUIDField()
    stage = models.TextField()  # waiting, shut, scans, done: see rules.evidence.stages
    verdict = models.TextField()  # empty until a scanner gave one: clean, infected, too_large
    verdict_at = models.DateTimeField(null=True)
    finding = models.TextField()  # what the scanner calls it
    tries = models.SmallIntegerField()
    next_at = models.DateTimeField()
    version = models.SmallIntegerField()  # of the examiner
    pages = models.IntegerField()
    taken_at = models.DateTimeField(null=True)  # when text was last taken from it: search reads it then
    sealed_told = models.BinaryField(null=True)  # facts, text of the pages

    class Meta:
        db_table = "examination"
        indexes = [
            models.Index(fields=["petition"], name="examination_petition"),
            models.Index(fields=["taken_at", "evidence"], name="examination_taken"),
            models.Index(
                fields=["next_at"],
                condition=models.Q(stage__in=["waiting", "shut", "scans"]),
                name="examination_to_do",
            ),
        ]


class PagePicture(models.Model):
    """A small picture of a page of a file, sealed in the store; page 0 is the smallest, of the first page."""

    id = models.UUIDField(primary_key=True)
    petition = models.UUIDField()
    evidence = models.UUIDField()
    page = models.SmallIntegerField()
    address = models.TextField()
    size = models.IntegerField()
    width = models.SmallIntegerField()
    height = models.SmallIntegerField()

    class Meta:
        db_table = "page_picture"
        indexes = [
            models.Index(fields=["petition"], name="page_picture_petition"),
            HashIndex(fields=["address"], name="page_picture_address"),
        ]
        constraints = [models.UniqueConstraint(fields=["evidence", "page"], name="page_picture_once")]
