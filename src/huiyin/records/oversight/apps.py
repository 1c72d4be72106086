"""The Django app of these tables."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Tables without behaviour."""

    name = "huiyin.records.oversight"
    label = "oversight"
