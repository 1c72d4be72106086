"""A process that was warmed reads nothing more for its first filing."""

from typing import Any

import pytest

from huiyin.kernel.errors import Misconfigured
from huiyin.prepare import house
from huiyin.prepare.warming import warm
from huiyin.rules.routing.offices import offices
from huiyin.rules.statute.packs import load_pack
from huiyin.vault import current


def test_offices_and_rules_are_read_before_the_first_filing(equipped: Any) -> None:  # noqa: ARG001
    offices.cache_clear()
    load_pack.cache_clear()
    warm()
    read = offices.cache_info().misses, load_pack.cache_info().misses
    offices()
    load_pack("cn-xinfang-2022")
    assert (offices.cache_info().misses, load_pack.cache_info().misses) == read


def test_a_process_without_keys_says_so_at_once(tmp_path: Any) -> None:
    def missing() -> Any:
        raise Misconfigured("vault.keys_missing", path=str(tmp_path))

    current.use(missing)
    house.use_store(missing)
    with pytest.raises(Misconfigured, match=r"vault\.keys_missing"):
        warm()
