"""The jobs: what happens after the commit, from rows written with it. Each may run twice, or late."""

import logging
from uuid import UUID

from procrastinate.contrib.django import app

from huiyin.door import delivering, waiting
from huiyin.kernel import clock
from huiyin.kernel.clock import Clock
from huiyin.prepare import sweeping

log = logging.getLogger("huiyin.jobs")


@app.task(name="deliver_notices")
def deliver_notices(entry: str) -> None:
    """Deliver the notices of an entry: at the desk and on the petitioner's page, where they are shown."""
    delivered = delivering.mark_delivered(UUID(entry), way=delivering.IN_PAGE, at=clock.now())
    log.info("notices.delivered", extra={"entry": entry, "notices": delivered})


@app.periodic(cron="12 19 * * *")  # 03:12 in China; the queue counts in UTC
@app.task(name="sweep_drafts", queueing_lock="sweep_drafts", pass_context=False)
def sweep_drafts(timestamp: int) -> None:  # noqa: ARG001  the queue says when it was due
    """Forget drafts and kept envelopes that have expired."""
    log.info("drafts.swept", extra={"drafts": waiting.sweep(at=clock.now())})


@app.periodic(cron="42 19 * * *")  # 03:42 in China, after the drafts
@app.task(name="sweep_store", queueing_lock="sweep_store", pass_context=False)
def sweep_store(timestamp: int) -> None:  # noqa: ARG001  as above
    """Remove sealed files that belong to nothing any more."""
    swept = sweeping.sweep_store(at=clock.now(), really=Clock().now())
    log.info("store.swept", extra=vars(swept))
