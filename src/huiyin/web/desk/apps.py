"""The Django app of these pages."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Views, templates and static files."""

    name = "huiyin.web.desk"
    label = "web_desk"
