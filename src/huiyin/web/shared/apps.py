"""The Django app of these pages."""

from django.apps import AppConfig


class SharedConfig(AppConfig):
    """Views, templates and static files."""

    name = "huiyin.web.shared"
    label = "web_shared"
