"""The threads of a web process share few connections, and never get one that broke."""

import copy
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from django.db.utils import ConnectionHandler

from huiyin.config.databases import POOL_AT_MOST, pool
from huiyin.records import sql


@pytest.fixture
def pooled(database: Any) -> Iterator[ConnectionHandler]:  # noqa: ARG001  the ground
    settings = copy.deepcopy(connections.settings)
    pool(settings)
    handler = ConnectionHandler(settings)
    yield handler
    handler[sql.READER].close()
    handler[sql.READER].close_pool()  # type: ignore[attr-defined]


def _request(handler: ConnectionHandler) -> int:
    with handler[sql.READER].cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid(), pg_sleep(0.01)")
        pid: int = cursor.fetchone()[0]
    handler[sql.READER].close()  # what every request ends with
    return pid


def test_threads_that_come_and_go_leave_no_connection_behind(pooled: ConnectionHandler) -> None:
    pids = set()
    for _ in range(5):
        with ThreadPoolExecutor(max_workers=16) as threads:
            pids |= set(threads.map(lambda _: _request(pooled), range(32)))
    assert 1 <= len(pids) <= POOL_AT_MOST


def test_a_connection_that_broke_while_it_lay_there_is_made_anew(pooled: ConnectionHandler) -> None:
    broken = _request(pooled)
    sql.fetch(sql.READER, "SELECT pg_terminate_backend(%s) AS ended", (broken,))
    time.sleep(0.2)
    assert broken not in {_request(pooled) for _ in range(POOL_AT_MOST)}
