"""Work left to the worker by a command: done soon when it runs, when it is started otherwise."""

from contextlib import suppress

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from huiyin.kernel.clock import Clock


def publish_figures() -> None:
    """Have the public figures worked out anew; once is enough, however often it is asked."""
    task = app.configure_task("publish_figures", queueing_lock="publish_figures")
    with suppress(AlreadyEnqueued):
        task.defer(timestamp=int(Clock().now().timestamp()))
