"""The jobs: what happens after the commit, from rows written with it. Each may run twice, or late."""

import logging
from datetime import timedelta
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from huiyin.door import attempts, delivering, waiting
from huiyin.jobs.examining import examine_files as examine
from huiyin.jobs.figures import refresh_figures, refresh_made_figures
from huiyin.jobs.silences import sweep_silences
from huiyin.kernel import clock
from huiyin.kernel.clock import Clock
from huiyin.prepare import destroying, house, moving, sweeping, watching
from huiyin.prepare.searching import indexing

log = logging.getLogger("huiyin.jobs")


# Whatever fails, such as a database that is being restarted, is over one day: 10 s, 20 s … later.
AGAIN = RetryStrategy(max_attempts=100, linear_wait=10)
DESTROYING_FOR = timedelta(seconds=50)  # then other jobs have their turn; the next minute goes on
INDEXED_AT_ONCE = 10  # batches: a few seconds' work, so that other jobs need not wait longer


@app.task(name="deliver_notices", retry=AGAIN)
def deliver_notices(entry: str) -> None:
    """Deliver the notices of an entry: at the desk and on the petitioner's page, where they are shown.

    And those of the entries whose jobs wait behind this one.
    """
    at = clock.now()
    delivered = delivering.mark_delivered(UUID(entry), way=delivering.IN_PAGE, at=at)
    delivered += delivering.mark_waiting("deliver_notices", way=delivering.IN_PAGE, at=at)
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


@app.periodic(cron="* * * * *")
@app.task(name="retry_stalled", queueing_lock="retry_stalled", pass_context=False)
async def retry_stalled(timestamp: int) -> None:  # noqa: ARG001  as above
    """Do again what a worker had begun that was killed; it is known by its missing heartbeat."""
    for job in await app.job_manager.get_stalled_jobs():
        log.warning("jobs.stalled", extra={"task": job.task_name, "job": job.id})
        try:
            await app.job_manager.retry_job(job)
        except UniqueViolation:  # the next of its kind waits already
            await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=True)


@app.periodic(cron="22 20 * * *")  # 04:22 in China, when the day is over and nobody waits
@app.task(name="publish_figures", queueing_lock="publish_figures", pass_context=False)
def publish_figures(timestamp: int) -> None:  # noqa: ARG001  as above
    """Publish the public figures of every period that has ended."""
    log.info("figures.published", extra={"periods": refresh_figures(at=clock.now())})


@app.periodic(cron="*/10 * * * *")
@app.task(name="show_made_figures", queueing_lock="show_made_figures", pass_context=False)
def show_made_figures(timestamp: int) -> None:  # noqa: ARG001  as above
    """In a demonstration, show what its made matters give, soon after they were filed."""
    if house.mode().demo:
        log.info("figures.shown", extra={"periods": refresh_made_figures(at=clock.now())})


@app.periodic(cron="27 19 * * *")  # 03:27 in China
@app.task(name="sweep_attempts", queueing_lock="sweep_attempts", pass_context=False)
def sweep_attempts(timestamp: int) -> None:  # noqa: ARG001  as above
    """Forget failed look-ups that no longer count."""
    log.info("attempts.swept", extra={"attempts": attempts.sweep(at=clock.now())})


@app.periodic(cron="*/2 * * * *")
@app.task(name="move_clocks", queueing_lock="move_clocks", lock="move_clocks", pass_context=False)
def move_clocks(timestamp: int) -> None:  # noqa: ARG001  as above
    """Move the clocks that rules or days off adopted since have to move; nothing to do is one question."""
    log.info("clocks.moved", extra={"petitions": moving.carry_out(clock.now)})


@app.periodic(cron="10 * * * *")  # within minutes of a day's end in China, and soon after any standstill
@app.task(name="record_silences", queueing_lock="record_silences", pass_context=False)
def record_silences(timestamp: int) -> None:  # noqa: ARG001  as above
    """Record what ran out without an answer, and correct the records that no longer hold."""
    log.info("silences.swept", extra=vars(sweep_silences(at=clock.now())))


@app.periodic(cron="7 * * * *")  # each hour, so that a day begins seven minutes after midnight
@app.task(name="sweep_deadlines", queueing_lock="sweep_deadlines", retry=AGAIN, pass_context=False)
def sweep_deadlines(timestamp: int) -> None:  # noqa: ARG001  as above
    """Remind of what is due, raise what was not done in time, close what was cured."""
    log.info("deadlines.swept", extra=vars(watching.sweep_deadlines(at=clock.now())))


@app.periodic(cron="* * * * *")
@app.task(
    name="carry_out_destructions",
    queueing_lock="carry_out_destructions",
    lock="carry_out_destructions",
    pass_context=False,
)
def carry_out_destructions(timestamp: int) -> None:  # noqa: ARG001  as above
    """Carry out the destruction lists that were ordered; nothing to do is one question."""
    done = destroying.carry_out(clock.now, within=DESTROYING_FOR)
    if any(vars(done).values()):
        log.info("destruction.carried", extra=vars(done))


@app.periodic(cron="* * * * * */5")  # every five seconds: the sixth field counts them
@app.task(name="index_texts", queueing_lock="index_texts", lock="index_texts", pass_context=False)
def index_texts(timestamp: int) -> None:  # noqa: ARG001  as above
    """Bring the index of words up to the public log; nothing new is two questions."""
    indexed = indexing.catch_up(batches=INDEXED_AT_ONCE)
    if indexed:
        log.info("search.indexed", extra={"petitions": indexed})


# Files have a worker of their own: a scan of many pages takes minutes, and nobody's notice waits for it.
@app.periodic(cron="* * * * *")
@app.task(
    name="examine_files",
    queue="files",
    queueing_lock="examine_files",
    lock="examine_files",
    pass_context=False,
)
def examine_files(timestamp: int) -> None:  # noqa: ARG001  as above
    """Scan and look at the files that came, read the text in their pictures."""
    log.info("files.turn", extra=vars(examine(clock.now)))


@app.periodic(cron="52 19 * * *")  # 03:52 in China
@app.task(
    name="examine_what_is_left",
    queue="files",
    queueing_lock="examine_what_is_left",
    lock="examine_files",
    pass_context=False,
)
def examine_what_is_left(timestamp: int) -> None:  # noqa: ARG001  as above
    """Look once a day for files that no turn saw: imported long ago, or never scanned."""
    log.info("files.turn", extra=vars(examine(clock.now, all_of_them=True)))
