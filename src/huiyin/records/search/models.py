"""The index of words and persons, derived from the sealed texts; and searches that are kept or told of."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from huiyin.records.petitions.of_petition import OfPetition, by_petition


class SearchText(models.Model):
    """The words of a matter as keyed hashes, with the marks of its place, topic and offices. Derived."""

    petition = models.UUIDField(primary_key=True)
    filed_at = models.DateTimeField()
    version = models.SmallIntegerField()  # of the key
    counted = models.BooleanField()  # in `SearchWord`; never what some office may not see
    tokens = ArrayField(models.BigIntegerField())

    class Meta:
        db_table = "search_text"
        indexes = [
            # Without a list of what waits for the index: every search would have to walk that list.
            GinIndex(fields=["tokens"], name="search_text_tokens", fastupdate=False),
            models.Index(fields=["filed_at", "petition"], name="search_text_newest"),
        ]


class SearchWord(models.Model):
    """How many matters hold a token, about: the plan of a search is chosen by it. Derived."""

    token = models.BigIntegerField(primary_key=True)
    petitions = models.IntegerField()

    class Meta:
        db_table = "search_word"


class SearchPerson(models.Model):
    """Names, telephones and mail addresses of petitioners as keyed hashes. Derived."""

    pk = models.CompositePrimaryKey("digest", "petition")
    digest = models.BinaryField()
    petition = models.UUIDField()
    version = models.SmallIntegerField()

    class Meta:
        db_table = "search_person"
        indexes = by_petition("search_person")


class SearchProgress(models.Model):
    """How far the index has followed the ledger, under which key, and how many matters are counted."""

    id = models.SmallIntegerField(primary_key=True)  # one row, 1
    leaf = models.BigIntegerField()  # the next entry to look at
    counted = models.BigIntegerField()
    version = models.SmallIntegerField()  # of the key under which rows are written
    oldest = models.SmallIntegerField()  # of a row that stands: another one while the key is changed
    renewed = models.UUIDField(null=True)  # a rebuild has come so far; null when none is going on

    class Meta:
        db_table = "search_progress"


class PersonSearch(models.Model):
    """Somebody was looked for by name or number, for a purpose; whatever was found (按人查找)."""

    id = models.UUIDField(primary_key=True)
    account = models.BigIntegerField()
    office = models.BigIntegerField()
    role = models.TextField()
    purpose = models.TextField()
    known = models.TextField()  # name, phone, email
    digest = models.BinaryField()
    former_digest = models.BinaryField(null=True)  # under the older key, while it is changed
    at = models.DateTimeField()

    class Meta:
        db_table = "person_search"
        indexes = [models.Index(fields=["office", "at"], name="person_search_office")]


class PersonFound(OfPetition):
    """This matter was found by its petitioner's name or number: the petitioner sees it."""

    search = models.UUIDField()
    office = models.BigIntegerField()
    role = models.TextField()
    purpose = models.TextField()
    on = models.DateField()

    class Meta:
        db_table = "person_found"
        indexes = [*by_petition("person_found"), models.Index(fields=["search"], name="person_found_search")]


class SavedSearch(models.Model):
    """A question that an official keeps, sealed: what one looks for tells of matters (常用检索)."""

    id = models.UUIDField(primary_key=True)
    post = models.UUIDField()
    account = models.BigIntegerField()
    office = models.BigIntegerField()
    sealed_query = models.BinaryField()
    made_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "saved_search"
        indexes = [models.Index(fields=["post"], name="saved_search_post")]
