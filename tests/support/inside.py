"""What lies in an installation, as a program started inside it finds it."""

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huiyin.adapters.postgres import programs
from huiyin.adapters.postgres.server import superuser
from support.installation import PACKAGES, SOURCE, Installation

TESTS = Path(__file__).parents[1]
PATIENCE = 300


@dataclass(frozen=True)
class Found:
    """What `support.examine` said."""

    plain: dict[str, Any]

    @property
    def petitions(self) -> dict[str, dict[str, Any]]:
        """The petitions by number."""
        return {one["number"]: one for one in self.plain["petitions"]}

    def require_sound(self) -> None:
        """Fail unless every petition is whole and the ledger and the tables say the same."""
        assert self.plain["differences"] == []
        assert [one["number"] for one in self.plain["petitions"] if not one["whole"]] == []


def told(
    place: Installation,
    module: str,
    *arguments: str,
    more: Mapping[str, str] | None = None,
    patience: int = PATIENCE,
) -> Any:
    """Return what a module of the tests prints as JSON, started inside an installation."""
    paths = {"PYTHONPATH": f"{SOURCE}:{TESTS}:{PACKAGES}", "DJANGO_SETTINGS_MODULE": "huiyin.config.settings"}
    done = subprocess.run(
        [*place.prefix, place.python, "-B", "-m", module, *arguments],
        env=place.environment({**paths, **(more or {})}),
        capture_output=True,
        text=True,
        timeout=patience,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def look(place: Installation, *arguments: str) -> Found:
    """Look at everything in a running installation; every file of evidence is opened and compared."""
    return Found(told(place, "support.examine", *arguments))


def psql(place: Installation, statement: str) -> str:
    """Carry out a statement as the superuser of a running embedded server; return the rows, `|` between."""
    password = (place.data / "secrets" / "postgres").read_text().strip()
    at = superuser(place.data, password, "huiyin")
    named = {f"PG{name.upper()}": value for name, value in at.items() if name not in {"dbname", "password"}}
    done = subprocess.run(
        [
            *place.prefix,
            str(programs.folder() / "psql"),
            "-X",
            "-A",
            "-t",
            "-q",
            "-v",
            "ON_ERROR_STOP=1",
            "-c",
            statement,
        ],
        env={**named, "PGDATABASE": at["dbname"], "PGPASSWORD": at["password"]},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
