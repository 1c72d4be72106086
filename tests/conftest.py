"""The ground every test stands on: a data folder of its own, made before Django reads its settings."""

import atexit
import os
import shutil
import tempfile

import django

DATA = tempfile.mkdtemp(prefix="huiyin-tests-")
atexit.register(shutil.rmtree, DATA, ignore_errors=True)

for _name in [name for name in os.environ if name.startswith("HUIYIN_") and name != "HUIYIN_CORPORA"]:
    del os.environ[_name]
os.environ["HUIYIN_DATA"] = DATA
os.environ["DJANGO_SETTINGS_MODULE"] = "huiyin.config.settings"

pytest_plugins = ["support.network", "support.moment", "support.database"]

django.setup()
