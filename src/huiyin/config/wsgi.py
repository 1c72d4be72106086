"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from huiyin.adapters import lifeline
from huiyin.prepare.warming import warm

lifeline.bind()  # a server process ends with the one that started it, even when that one was killed
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
application = get_wsgi_application()
warm()
