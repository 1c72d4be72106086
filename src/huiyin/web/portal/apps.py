"""The Django app of these pages."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Views, templates and static files."""

    name = "huiyin.web.portal"
    label = "web_portal"
