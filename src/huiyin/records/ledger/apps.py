"""The Django app of these tables."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Tables without behaviour."""

    name = "huiyin.records.ledger"
    label = "ledger"
