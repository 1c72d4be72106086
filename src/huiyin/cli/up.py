"""`huiyin up`: everything of one machine in one process group."""

import click
from django.conf import settings
from django.db import connections

from huiyin.cli import children, lock, moved_clock, preflight, readiness, serving, setup, static
from huiyin.cli.checks import DEMO_ACCOUNTS
from huiyin.cli.migrate import migrate
from huiyin.cli.moved_clock import mark_demonstration
from huiyin.cli.screen import Screen, screen
from huiyin.cli.supervisor import Stop, Supervisor
from huiyin.kernel.errors import Misconfigured
from huiyin.vault.copies import is_copied

LOOPBACK = "127.0.0.1"


@click.command()
@click.option("--demo", is_flag=True, help="Add demonstration people and offices; passwords are shown once.")
@click.option(
    "--now", metavar="DATE", help="Move the clock of a demonstration, such as 2026-05-06 or 2026-05-06T14:30."
)
@click.option(
    "--demo-rules", is_flag=True, help="Run matters of a demonstration under its own rules: not law."
)
@click.option("--host", default=LOOPBACK, show_default=True, help="Address to listen on.")
def command(demo: bool, now: str | None, demo_rules: bool, host: str) -> int:  # noqa: FBT001  click gives it so
    """Start database, web server and worker, and keep them running.

    The first start creates everything below HUIYIN_DATA; an interrupted one is completed by the next.
    Ctrl-C stops all cleanly. A proxy that speaks HTTPS belongs in front of it for other people.

    \b
    Examples:
      huiyin up --demo                      try it
      huiyin up --demo --now 2026-05-06     the same, at another date
      huiyin up --demo --demo-rules         the same, under the rules 30/90 days (not law)
      HUIYIN_PORT=9000 huiyin up            another port
    """
    say = screen()
    env = settings.HUIYIN_ENV
    if demo and env.production:
        raise Misconfigured("up.demo_in_production")
    mark_demonstration(demo=demo, demo_rules=demo_rules)
    if now is not None:
        moved_clock.move_to(now, say, demo=demo)
    say("up.checking", folder=str(env.data))
    preflight.require_folder(env.data)
    with lock.holding(env.data) as abandoned:
        # What a killed `up` leaves ends by itself: until then it has the port.
        preflight.require_port(host, env.port, patience=2 * children.GRACE_SECONDS if abandoned else 0)
        stop = Stop()
        with serving.database(say) as keeper:
            migrate(say)
            setup.run(say, demo=demo)
            static.collect(say)
            connections.close_all()  # this process needs the database no longer
            if not stop.asked:
                _serve(say, stop, keeper, host)
            say("up.stopping")
    say("up.stopped")
    return 0


def _remind(say: Screen) -> None:
    env = settings.HUIYIN_ENV
    if not is_copied(keys=env.keys, data=env.data) and not (env.data / DEMO_ACCOUNTS).exists():
        say("setup.keys_not_copied", file=str(env.key_home.path))


def _serve(say: Screen, stop: Stop, keeper: serving.Keeper, host: str) -> None:
    env = settings.HUIYIN_ENV
    supervisor = Supervisor(tell=say, stop=stop, keeper=keeper)
    try:
        say("up.starting_children")
        web = supervisor.add(children.web(host, env.port, env.logs))
        supervisor.add(children.worker(env.logs))
        readiness.wait(web, stop, host, env.port)
        if not stop.asked:
            supervisor.add(children.log(env.logs))  # once people can come in: they would slow the start
            supervisor.add(children.files(env.logs))
            say.result("up.ready", address=f"http://{host}:{env.port}/")
            _remind(say)
            say("up.how_to_stop")
            supervisor.run()
    finally:
        supervisor.end()
