"""Where log lines go: JSON lines below the data folder, without personal data."""

from pathlib import Path
from typing import Any


def logging_settings(data: Path) -> dict[str, Any]:
    """Return Django's LOGGING; `HUIYIN_DATA/logs/huiyin.log` is shared by web and worker, and rotated."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "huiyin.adapters.journal.JsonLine"}},
        "handlers": {
            "nowhere": {"class": "logging.NullHandler"},
            "file": {
                "class": "huiyin.adapters.journal.SharedFile",
                "path": str(data / "logs" / "huiyin.log"),
                "formatter": "json",
            },
            "security": {
                "class": "huiyin.adapters.journal.SharedFile",
                "path": str(data / "logs" / "security.log"),
                "formatter": "json",
            },
        },
        "root": {"handlers": ["file"], "level": "INFO"},
        "loggers": {
            # The request line of our own says it all; these two would quote paths. Danger: without any
            # handler Python writes them to standard error, and so into the web server's own file.
            "django.request": {"handlers": ["nowhere"], "propagate": False},
            "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
            "huiyin.security": {"handlers": ["security"], "propagate": False},  # refused attempts
            "django.db.backends": {"level": "WARNING"},
            "procrastinate": {"level": "WARNING"},
        },
    }
