"""The ground every test stands on: a data folder of its own, made before Django reads its settings."""

import atexit
import os
import shutil

import django
import pytest
from django.conf import settings

from huiyin.rules.statute import law
from support.folders import new_folder

DATA = str(new_folder())
atexit.register(shutil.rmtree, DATA, ignore_errors=True)

# Another run of the same user would close the shared folder of temporary files while we are in it.
_scratch = str(new_folder("huiyin-scratch-"))
atexit.register(shutil.rmtree, _scratch, ignore_errors=True)
os.environ["PYTEST_DEBUG_TEMPROOT"] = _scratch

for _name in [name for name in os.environ if name.startswith("HUIYIN_") and name != "HUIYIN_CORPORA"]:
    del os.environ[_name]
os.environ["HUIYIN_DATA"] = DATA
if "PYTEST_XDIST_WORKER" in os.environ:
    # This process is being measured by now; what it starts is not.
    os.environ.pop("COVERAGE_PROCESS_START", None)
# The browser's driver keeps an event loop in this thread; no test here is asynchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
os.environ["DJANGO_SETTINGS_MODULE"] = "huiyin.config.settings"

pytest_plugins = [
    "support.network",
    "support.moment",
    "support.database",
    "support.installation",
    "support.installed",
    "support.reopening",
    "support.browser",
    "support.token",
]

django.setup()

# Nothing is collected for tests: pages name style sheets as they lie in the source.
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"

# Without a database the law is the shipped one; `installed` and `equipped` read what was adopted.
law.use(None)


def pytest_configure(config: pytest.Config) -> None:
    """Let the processes that share the tests begin as this one did: settings read after a folder was made."""
    if config.getoption("dist", "no") != "no":
        del os.environ["DJANGO_SETTINGS_MODULE"]
