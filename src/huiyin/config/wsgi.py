"""The WSGI application that granian serves."""

import gc
import os
import sys
from contextlib import suppress

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections

from huiyin.adapters import lifeline
from huiyin.config import databases
from huiyin.config.starting import require_own_keys
from huiyin.prepare.warming import warm
from huiyin.web.shared.turns import Application, Turns, in_turn
from huiyin.web.shared.whole_body import whole_bodies

lifeline.bind()  # a server process ends with the one that started it, even when that one was killed
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
application: Application = get_wsgi_application()
with suppress(OSError):  # a file system without pipes: nobody waits for a turn
    application = in_turn(application, Turns(settings.HUIYIN_ENV.data / "turns"))
application = whole_bodies(application)
databases.pool(connections.settings)
require_own_keys()
warm()
# A thread that computes is left alone until it waits: handing over every 5 ms only costs, since every
# request waits for the database soon anyway.
sys.setswitchinterval(0.03)  # seconds
# What was read stays for good, and a filing makes thousands of objects: do not look through it all so often.
gc.freeze()
gc.set_threshold(20_000)
