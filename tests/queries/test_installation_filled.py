"""What an installation has been filled with, asked at set-up."""

import pytest

import builders
from huiyin.queries.people import installation
from huiyin.records import sql
from huiyin.rules.statute.packs import load_pack, pack_ids


@pytest.mark.usefixtures("equipped")
def test_an_empty_installation_has_nothing() -> None:
    assert not installation.has_entries()
    assert installation.divisions_loaded() == frozenset()
    assert installation.adopted() == {}
    assert installation.posts_of_names() == {}
    assert installation.some_salts() == {}


@pytest.mark.usefixtures("installed")
def test_a_filled_one_tells_divisions_rules_and_posts() -> None:
    assert installation.has_entries()
    assert installation.divisions_loaded() == frozenset(builders.SEATS)
    packs = [pack for pack in map(load_pack, pack_ids()) if pack.by_default]
    assert installation.adopted() == {
        f"pack:{pack.id}:{pack.version}": bytes.fromhex(pack.digest) for pack in packs
    }
    assert installation.posts_of_names() == {
        f"person{number}": number for number in range(1, len(builders.POSTS) + 1)
    }


@pytest.mark.usefixtures("installed")
def test_a_few_sealed_salts_are_told_by_their_commitment() -> None:
    known = {
        bytes(row["commitment"]): bytes(row["sealed"]) for row in sql.fetch(sql.OWNER, "TABLE entry_salt")
    }
    found = installation.some_salts(limit=2)
    assert len(found) == 2
    assert found.items() <= known.items()
