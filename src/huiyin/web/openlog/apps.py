"""The Django app of these pages."""

from django.apps import AppConfig


class OpenLogConfig(AppConfig):
    """Views and a template."""

    name = "huiyin.web.openlog"
    label = "web_openlog"
