"""Three connections, three roles: owner (migrations), writer (the door), reader (queries)."""

from typing import Any

from psycopg.conninfo import conninfo_to_dict

from huiyin.adapters.postgres.places import PORT, socket_folder
from huiyin.adapters.postgres.roles import OWNER, READER, WRITER
from huiyin.config.env import Env
from huiyin.config.secrets import secret

DATABASE = "huiyin"
CONNECT_SECONDS = 10
POOL_AT_LEAST, POOL_AT_MOST = 1, 8  # connections of a web process, for each role
NEVER_BY_ITSELF = 1 << 30  # executions until a statement is prepared unasked


def databases(env: Env) -> dict[str, dict[str, Any]]:
    """Return Django's DATABASES: `default` writes through the door only, `reader` cannot write."""
    return {
        "default": _connection(env, WRITER),
        "reader": _connection(env, READER, options="-c default_transaction_read_only=on"),
        "owner": _connection(env, OWNER),
    }


def pool(connections: dict[str, dict[str, Any]]) -> None:
    """Let the threads of this process share its connections (a web process; not one that forks).

    A thread of the web server ends when it is idle, and what it held would stay open until the memory is
    tidied: after some bursts the server would have no connection left. A pool also bounds how many
    requests work in the database at once, whatever the number of threads that wait for slow lines.
    """
    for alias in ("default", "reader"):
        connections[alias]["CONN_MAX_AGE"] = 0  # given back to the pool after each request
        connections[alias]["CONN_HEALTH_CHECKS"] = False  # the engine looks when it takes one
        connections[alias]["OPTIONS"]["pool"] = {
            "min_size": POOL_AT_LEAST,
            "max_size": POOL_AT_MOST,
            "timeout": CONNECT_SECONDS,
        }


def superuser_password(env: Env) -> str:
    """Return the password of the embedded server's superuser, who only prepares roles and database."""
    return secret(env.data, "postgres")


def _connection(env: Env, role: str, *, options: str = "") -> dict[str, Any]:
    place = _place(env)
    return {
        "ENGINE": "huiyin.adapters.postgres.engine",
        "NAME": place.pop("dbname", DATABASE),
        "USER": role,
        "PASSWORD": secret(env.data, role),
        "HOST": place.pop("host"),
        "PORT": place.pop("port", str(PORT)),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {
            "options": options,
            "application_name": role,
            "connect_timeout": CONNECT_SECONDS,
            # Only what asks for it is prepared (records.sql); Django would prepare nothing at all.
            "prepare_threshold": NEVER_BY_ITSELF,
            **place,  # such as sslmode, sslrootcert, target_session_attrs
        },
    }


def _place(env: Env) -> dict[str, Any]:
    """Return where the server is, without the URL's own role: that one only prepares the database."""
    if not env.database_url:
        return {"host": str(socket_folder(env.data))}
    place = conninfo_to_dict(env.database_url)
    return {name: value for name, value in place.items() if name not in {"user", "password"}}
