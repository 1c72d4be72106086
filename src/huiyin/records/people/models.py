"""Divisions, offices and their competence, posts; and the accounts of the sign-in library."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models


class Account(AbstractBaseUser):
    """Someone who can sign in. What an account may do follows from its posts, never from this row."""

    username = models.CharField(max_length=64, unique=True)
    display_name = models.CharField(max_length=100)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    objects = BaseUserManager()

    class Meta:
        db_table = "account"


class SignInMark(models.Model):
    """An attempt counted or a code used at sign-in, until it expires (Django's cache table)."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "signin_mark"


class Division(models.Model):
    """An administrative division: province, prefecture, county (GB/T 2260) or town (statistical code)."""

    code = models.BigIntegerField(primary_key=True)
    name = models.TextField()
    level = models.SmallIntegerField()  # 1 province, 2 prefecture, 3 county, 4 town
    parent = models.BigIntegerField(null=True)

    class Meta:
        db_table = "division"
        indexes = [models.Index(fields=["parent"], name="division_parent")]


class Office(models.Model):
    """An office (机关、单位) with its place in the tree and the topics it is competent for."""

    id = models.BigIntegerField(primary_key=True)
    name = models.TextField()
    name_en = models.TextField()
    kind = models.TextField()  # of which field: ecology, housing, …
    role = models.TextField()  # in a petition's life: bureau, competent, discipline, …
    division = models.BigIntegerField()
    level = models.SmallIntegerField()
    parent = models.BigIntegerField(null=True)
    topics = ArrayField(models.TextField())

    class Meta:
        db_table = "office"
        indexes = [models.Index(fields=["division", "role"], name="office_division")]


class Post(models.Model):
    """A person holds a role at an office for a period."""

    id = models.UUIDField(primary_key=True)
    account = models.BigIntegerField()
    office = models.BigIntegerField()
    role = models.TextField()
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        db_table = "post"
        indexes = [
            models.Index(fields=["account"], name="post_account"),
            models.Index(fields=["office"], name="post_office"),
        ]


class Adopted(models.Model):
    """A rule pack, calendar, topic tree or table of offices in force: its digest and effective date."""

    id = models.TextField(primary_key=True)  # kind:name:version
    kind = models.TextField()
    name = models.TextField()
    version = models.TextField()
    digest = models.BinaryField()
    effective_on = models.DateField()
    proposal = models.UUIDField(null=True)  # whose bytes they are; null: shipped, adopted at set-up

    class Meta:
        db_table = "adopted"


class RuleProposal(models.Model):
    """A rule pack or a year of a calendar that one person proposes and another confirms: its exact bytes."""

    id = models.UUIDField(primary_key=True)
    kind = models.TextField()  # pack, calendar
    name = models.TextField()  # id of the pack, jurisdiction of the calendar
    version = models.TextField()
    digest = models.BinaryField()
    content = models.BinaryField()  # public law: it stands in clear
    effective_on = models.DateField()
    reason = models.TextField()
    state = models.TextField()  # proposed, confirmed, withdrawn, rejected
    proposed_by = models.BigIntegerField()
    proposed_at = models.DateTimeField()
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_because = models.TextField()

    class Meta:
        db_table = "rule_proposal"


class ClocksMoved(models.Model):
    """How far the clocks have been moved after an adoption: a mark to go on from; looking again finds it."""

    adopted = models.TextField(primary_key=True)
    after = models.UUIDField(null=True)  # the last petition looked at; null: from the beginning
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    moved = models.BigIntegerField()

    class Meta:
        db_table = "clocks_moved"
