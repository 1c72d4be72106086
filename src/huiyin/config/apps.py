"""The Django app that puts a process together once Django is ready."""

from django.apps import AppConfig
from django.conf import settings

from huiyin.config import runtime


class HouseConfig(AppConfig):
    """Runs once per process, before anything is asked of it."""

    name = "huiyin.config"
    label = "house"

    def ready(self) -> None:
        """Install vault, store and the door's equipment."""
        runtime.install(settings.HUIYIN_ENV)
