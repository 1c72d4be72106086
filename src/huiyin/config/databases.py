"""Three connections, three roles: owner (migrations), writer (the door), reader (queries)."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

from huiyin.config.env import Env
from huiyin.config.secrets import secret

DATABASE = "huiyin"
OWNER = "huiyin_owner"
WRITER = "huiyin_writer"
READER = "huiyin_reader"


def databases(env: Env) -> dict[str, dict[str, Any]]:
    """Return Django's DATABASES: `default` writes through the door only, `reader` cannot write."""
    return {
        "default": _connection(env, WRITER),
        "reader": _connection(env, READER, options="-c default_transaction_read_only=on"),
        "owner": _connection(env, OWNER),
    }


def socket_folder(data: Path) -> Path:
    """Return the folder of the embedded server's socket."""
    return data / "pg"


def _connection(env: Env, role: str, *, options: str = "") -> dict[str, Any]:
    place = urlparse(env.database_url) if env.database_url else None
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(place.path[1:]) if place and place.path[1:] else DATABASE,
        "USER": role,
        "PASSWORD": secret(env.data, role),
        "HOST": (place.hostname or "") if place else str(socket_folder(env.data)),
        "PORT": str(place.port or 5432) if place else "5432",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {"options": options, "application_name": role, "connect_timeout": 10},
    }
