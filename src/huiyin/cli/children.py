"""The child processes of `huiyin up`: the web server, the worker, and who publishes the log."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from huiyin.adapters import lifeline

WEB_PROCESSES = 2
# Each thread keeps a connection to the writer and one to the reader: 2 x 16 x 2, well below the server's 100.
WEB_THREADS = 16
GRACE_SECONDS = 5
AFTER_OTHERS, AFTER_ALL = 10, 19


@dataclass(frozen=True, kw_only=True)
class Program:
    """How one child is started."""

    name: str
    arguments: tuple[str, ...]
    log: Path
    when_orphaned: signal.Signals = signal.SIGTERM
    needs_same_database: bool = False  # it does not find its way back to a database that was restarted
    steps_back: int = 0  # it leaves the processor to others, so far as `nice` counts


@dataclass(frozen=True, kw_only=True)
class Child:
    """A child that was started; it leads a session of its own, so that its own children end with it."""

    program: Program
    process: subprocess.Popen[bytes]

    @property
    def ended(self) -> bool:
        """True when it is gone."""
        return self.process.poll() is not None

    def ask_to_stop(self) -> None:
        """Let it finish what it does."""
        if not self.ended:
            self.process.terminate()

    def make_sure(self, seconds: float) -> None:
        """Wait so long, then end it and everything it started."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def web(host: str, port: int, logs: Path) -> Program:
    """Return the web server's program."""
    arguments = (
        sys.executable, "-m", "granian", "huiyin.config.wsgi:application", "--interface", "wsgi",
        "--host", host, "--port", str(port), "--workers", str(WEB_PROCESSES),
        "--blocking-threads", str(WEB_THREADS), "--respawn-failed-workers",
        "--workers-kill-timeout", str(GRACE_SECONDS - 1), "--no-ws", "--no-access-log",
        "--http", "1", "--runtime-mode", "st",  # nothing looks at each connection for what nobody speaks
        "--log-level", "warning",
    )  # fmt: skip
    return Program(name="web", arguments=arguments, log=logs / "web.out")


def worker(logs: Path) -> Program:
    """Return the queue worker's program. What it has done leaves the queue; what failed stays in it.

    It polls: one NOTIFY a commit would take a lock across commits.
    """
    return _worker("worker", "default", logs, AFTER_OTHERS)


def files(logs: Path) -> Program:
    """Return the program of the worker that examines files: a file may take it minutes."""
    return _worker("files", "files", logs, AFTER_ALL)


def _worker(name: str, queue: str, logs: Path, steps_back: int) -> Program:
    arguments = (
        sys.executable, "-m", "huiyin.config.procrastinate_worker", "--no-listen-notify",
        "--queues", queue, "--fetch-job-polling-interval", "1", "--delete-jobs", "successful",
        "--shutdown-graceful-timeout", str(GRACE_SECONDS - 2),
    )  # fmt: skip
    return Program(
        name=name,
        arguments=arguments,
        log=logs / f"{name}.out",
        when_orphaned=signal.SIGKILL,  # it may wait for its database for ever; jobs are safe to run twice
        needs_same_database=True,
        steps_back=steps_back,
    )


def log(logs: Path) -> Program:
    """Return the integrator's program: it publishes the log, about once a second."""
    program = "from huiyin.cli.main import main; main()"
    return Program(
        name="log",
        arguments=(sys.executable, "-c", program, "ledger", "integrate", "--keep-on"),
        log=logs / "log.out",
        when_orphaned=signal.SIGKILL,  # safe at any line; it may wait for its database for ever
        needs_same_database=True,
    )


def start(program: Program) -> Child:
    """Start a program; it ends when this process does. Call from the main thread."""
    program.log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with program.log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603  our own programs
            program.arguments,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,  # Ctrl-C reaches only the parent, which stops all in order
            preexec_fn=lifeline.before_exec(program.when_orphaned),  # noqa: PLW1509  the parent runs one thread
        )
    if program.steps_back:
        _step_back(process.pid, program.steps_back)
    return Child(program=program, process=process)


def _step_back(pid: int, steps: int) -> None:
    # Linux shares the processors out among sessions first, and each child leads one of its own.
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, pid, steps)
        Path(f"/proc/{pid}/autogroup").write_text(str(steps), "utf-8")
