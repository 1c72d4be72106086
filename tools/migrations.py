"""Says whether the tables in the code have a migration each; needs no database."""

import os
import sys
import tempfile

import django
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation


def missing() -> list[str]:
    """Return the operations that `makemigrations` would write for our own apps."""
    loader = MigrationLoader(None)
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("huiyin.")}
    detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
    changes = detector.changes(graph=loader.graph)
    return [
        f"{label}: {operation.describe()}"
        for label, migrations in changes.items()
        if label in ours
        for migration in migrations
        for operation in migration.operations
    ]


def main() -> int:
    """Return 1 when a migration is missing."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HUIYIN_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "huiyin.config.settings"
        django.setup()
        translation.deactivate_all()  # migrations hold the source texts
        found = missing()
    for line in found:
        sys.stderr.write(f"No migration for {line}\n")
    if found:
        sys.stderr.write("Run: .venv/bin/python -m django makemigrations\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
