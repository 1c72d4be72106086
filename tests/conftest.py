"""The ground every test stands on: a data folder of its own, made before Django reads its settings."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import django
from django.conf import settings

# Copying a database is ten times as fast in memory; a container's usual 64 MiB there would not do.
MEMORY = Path("/dev/shm")
ROOM = 2 << 30
_fast = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM

DATA = tempfile.mkdtemp(prefix="huiyin-tests-", dir=MEMORY if _fast else None)
atexit.register(shutil.rmtree, DATA, ignore_errors=True)

for _name in [name for name in os.environ if name.startswith("HUIYIN_") and name != "HUIYIN_CORPORA"]:
    del os.environ[_name]
os.environ["HUIYIN_DATA"] = DATA
os.environ["DJANGO_SETTINGS_MODULE"] = "huiyin.config.settings"

pytest_plugins = [
    "support.network",
    "support.moment",
    "support.database",
    "support.installation",
    "support.installed",
    "support.browser",
]

django.setup()

# Nothing is collected for tests: pages name style sheets as they lie in the source.
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
