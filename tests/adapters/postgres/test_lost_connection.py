"""A connection that broke between two requests is made anew by the next one."""

from typing import Any

from django.db import close_old_connections, connections

from huiyin.records import sql


def test_the_next_request_does_not_meet_a_connection_that_broke(database: Any) -> None:  # noqa: ARG001  the ground
    for alias in (sql.WRITER, sql.READER):
        (row,) = sql.fetch(alias, "SELECT pg_backend_pid() AS pid")
        sql.fetch(sql.OWNER, "SELECT 1 AS n")
        connections[alias].connection.close()  # as it is found after the server was started again
        close_old_connections()  # what every request begins with
        (again,) = sql.fetch(alias, "SELECT pg_backend_pid() AS pid")
        assert again["pid"] != row["pid"]
