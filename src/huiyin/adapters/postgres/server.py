"""Starts and stops the embedded server as a child of this process."""

import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from huiyin.adapters import lifeline
from huiyin.adapters.postgres import cluster, leftovers, passage, programs
from huiyin.adapters.postgres.account import Account, account
from huiyin.adapters.postgres.places import PORT, Places, socket_folder
from huiyin.adapters.postgres.tell import Tell, silent
from huiyin.kernel.errors import Misconfigured

MAINTENANCE = "postgres"  # the database that every server has
PATIENCE = 0.02
SAY_AGAIN_AFTER = 5.0
STATUS_LINE = 7  # of postmaster.pid, counted from 0: starting, ready, stopping


@dataclass(frozen=True, kw_only=True)
class Server:
    """A running server. Whoever holds it stops it; if the holder is killed, it stops by itself."""

    places: Places
    account: Account
    programs: Path
    process: subprocess.Popen[bytes]
    superuser_password: str = field(repr=False)

    def conninfo(self, database: str = MAINTENANCE) -> dict[str, str]:
        """Return the superuser's connection parameters."""
        return superuser(self.places.data, self.superuser_password, database)

    def stop(self) -> None:
        """Stop: open transactions roll back, everything committed is on disk; returns when it ended."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(leftovers.CLEAN_STOP_WITHIN)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait()


def superuser(data: Path, password: str, database: str = MAINTENANCE) -> dict[str, str]:
    """Return the superuser's connection parameters to the server of this data folder."""
    return {
        "host": str(socket_folder(data)),
        "port": str(PORT),
        "user": cluster.SUPERUSER,
        "password": password,
        "dbname": database,
    }


def start(
    data: Path, superuser_password: str, *, tell: Tell = silent, settings: dict[str, str] | None = None
) -> Server:
    """Start the server of this data folder, made on first use; returns when it accepts connections.

    Crash recovery may take minutes; progress is told. The caller holds the installation's lock and
    calls from the main thread. Raises Misconfigured with the reason when it cannot start.
    """
    places = Places(data=data.resolve())
    runner = account(tell)
    places.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    passage.open_way(places.data, runner, tell)
    binaries = programs.folder()
    if not passage.may_use(binaries, runner):
        binaries = programs.copy_to(places.data)
    cluster.create(places, runner, binaries, superuser_password, tell)
    leftovers.clear(places, tell)
    cluster.configure(places, runner, settings or {})
    return _run(places, runner, binaries, superuser_password, tell)


def _run(places: Places, runner: Account, binaries: Path, password: str, tell: Tell) -> Server:
    first_words = places.home / "start.log"
    with first_words.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603  our own program
            [str(binaries / "postgres"), "-D", str(places.cluster)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd="/",
            start_new_session=True,  # Ctrl-C at the terminal reaches only its holder
            preexec_fn=lifeline.before_exec(signal.SIGINT),  # noqa: PLW1509  one thread at start-up
            **runner.credentials,
        )
    server = Server(
        places=places, account=runner, programs=binaries, process=process, superuser_password=password
    )
    try:
        _await_ready(server, tell)
    except BaseException:
        server.stop()
        raise
    return server


def _await_ready(server: Server, tell: Tell) -> None:
    began = said = time.monotonic()
    while _status(server.places.pid_file) != "ready":
        if server.process.poll() is not None:
            raise Misconfigured("database.not_started", log=str(server.places.logs), reason=_reason(server))
        if time.monotonic() - said > SAY_AGAIN_AFTER:
            said = time.monotonic()
            tell("database.recovering", seconds=round(said - began))
        time.sleep(PATIENCE)


def _status(pid_file: Path) -> str:
    try:
        lines = pid_file.read_text().split("\n")
    except OSError:
        return ""
    return lines[STATUS_LINE].strip() if len(lines) > STATUS_LINE else ""


def _reason(server: Server) -> str:
    logs = [server.places.home / "start.log", *server.places.logs.glob("*.log")]
    latest = max(logs, key=lambda path: path.stat().st_mtime)
    lines = [line for path in (latest, logs[0]) for line in path.read_text(errors="replace").splitlines()]
    fatal = [line for line in lines if "FATAL" in line or "PANIC" in line]
    return (fatal or lines or [""])[-1]
