"""`python -m huiyin.config.procrastinate_worker`: the worker, with the options of `procrastinate worker`."""

import os
import sys

import django
from django.core.management import execute_from_command_line

from huiyin.config.starting import require_own_keys


def main() -> None:
    """Run the worker until it is stopped; not at all when its keys are not those of its database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
    django.setup()
    require_own_keys()
    execute_from_command_line([sys.argv[0], "procrastinate", "worker", *sys.argv[1:]])


if __name__ == "__main__":
    main()
