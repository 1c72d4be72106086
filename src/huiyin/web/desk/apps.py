"""The Django app of these pages."""

from django.apps import AppConfig

from huiyin.web.desk.errors import desk_error
from huiyin.web.shared.errors import speak_for


class DeskConfig(AppConfig):
    """Views, templates and static files."""

    name = "huiyin.web.desk"
    label = "web_desk"

    def ready(self) -> None:
        """Let officials be told in their own words what went wrong."""
        speak_for("/desk/", desk_error)
