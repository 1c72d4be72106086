"""The Django app of these tables."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Tables without behaviour."""

    name = "huiyin.records.people"
    label = "people"
