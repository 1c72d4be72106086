"""The Django app of these tables."""

from django.apps import AppConfig


class PetitionsConfig(AppConfig):
    """Tables without behaviour."""

    name = "huiyin.records.petitions"
    label = "petitions"
