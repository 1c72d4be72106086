"""The Django app of these tables."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Tables without behaviour."""

    name = "huiyin.records.outbox"
    label = "outbox"
