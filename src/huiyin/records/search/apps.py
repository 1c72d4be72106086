"""The Django app of these tables."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Tables without behaviour."""

    name = "huiyin.records.search"
    label = "search"
