"""The Django app of these tables."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Tables without behaviour."""

    name = "huiyin.records.evidence"
    label = "evidence"
