"""The steps that fill a new installation: divisions, offices, rule packs, demonstration accounts."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from huiyin.adapters.postgres.tell import Tell


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of the set-up.

    `run` is safe to repeat and goes on where an interrupted run stopped: it looks at what is there.
    `title` is a code of the sentences, such as ``setup.divisions``.
    """

    title: str
    run: Callable[[Tell], None]
    only_demo: bool = False


def run(tell: Tell, *, demo: bool) -> None:
    """Run the steps of this installation in their order."""
    steps: tuple[Step, ...] = import_string(settings.HUIYIN_SETUP_STEPS)
    for step in steps:
        if demo or not step.only_demo:
            tell(step.title)
            step.run(tell)
