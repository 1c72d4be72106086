"""Makes the database files and writes their configuration."""

import os
import secrets
import shutil
import subprocess
from pathlib import Path

from huiyin.adapters import lifeline
from huiyin.adapters.postgres import sizing
from huiyin.adapters.postgres.account import Account
from huiyin.adapters.postgres.places import LOGS, PORT, Places
from huiyin.adapters.postgres.tell import Tell
from huiyin.kernel.errors import Misconfigured

SUPERUSER = "postgres"
OWN_SETTINGS = "huiyin.conf"
UNFINISHED = "cluster.new"
PASSWORD_FILE = ".password"  # noqa: S105  the name of a file
LOCAL_SETTINGS = "local.conf"  # an administrator's own, read last, never written

# Every role proves itself: without this the operating system's user could be any role.
ACCESS = """# Written by Huiyin at each start.
local   all           all   scram-sha-256
local   replication   all   reject
"""

# No statement, parameter or row value reaches the log: they may be about people.
FIXED = {
    "listen_addresses": "''",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "wal_buffers": "16MB",
    "checkpoint_timeout": "10min",
    # A server that recovers within itself waits for ever when that fails, or when it is asked to stop
    # meanwhile (18.6). So it ends, and its holder starts it again: a fresh start knows no such wait.
    "restart_after_crash": "off",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
    "logging_collector": "on",
    "log_filename": "'postgresql-%a.log'",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_line_prefix": "'%m [%p] %a '",
    "log_min_messages": "warning",
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_checkpoints": "off",
}


def create(places: Places, account: Account, programs: Path, superuser_password: str, tell: Tell) -> None:
    """Make the cluster unless it exists; an interrupted attempt is thrown away and repeated.

    Call from the main thread.
    """
    _folder(places.home, account)
    _clear(places.home)
    if places.cluster.exists():
        return
    tell("database.creating", folder=str(places.cluster))
    # A name of its own: what a killed start began to make may still write, and clears up behind itself.
    name = secrets.token_hex(4)
    aside = places.home / f"{UNFINISHED}{name}"
    _initdb(aside, places.home / f"{PASSWORD_FILE}{name}", account, programs, superuser_password)
    # Renamed last: a cluster is complete or absent.
    aside.rename(places.cluster)


def _clear(home: Path) -> None:
    """Throw away what an interrupted attempt left."""
    for path in home.glob(f"{UNFINISHED}*"):
        shutil.rmtree(path, ignore_errors=True)
    for path in home.glob(f"{PASSWORD_FILE}*"):
        path.unlink(missing_ok=True)


def configure(places: Places, account: Account, overrides: dict[str, str]) -> None:
    """Write the settings that fit this machine now, and who may connect."""
    _folder(places.logs, account)
    _socket_folder(places.socket, account)
    settings = {
        **FIXED,
        **sizing.settings(
            sizing.memory_of_machine(), sizing.shared_memory_room(), sizing.disk_of(places.cluster)
        ),
        "unix_socket_directories": _quoted(str(places.socket)),
        # Relative: the server stays in its folder, and needs no way there once it runs.
        "log_directory": _quoted(LOGS),
        **overrides,
    }
    lines = [f"{name} = {value}" for name, value in settings.items()]
    _write(places.cluster / OWN_SETTINGS, "\n".join(lines) + "\n", account)
    includes = f"include = '{OWN_SETTINGS}'\ninclude_if_exists = '{LOCAL_SETTINGS}'\n"
    _write(places.cluster / "postgresql.conf", includes, account)
    _write(places.cluster / "pg_hba.conf", ACCESS, account)


def _initdb(place: Path, password_file: Path, account: Account, programs: Path, password: str) -> None:
    _write(password_file, password, account)
    arguments = [
        str(programs / "initdb"), "--pgdata", str(place), "--username", SUPERUSER,
        "--auth", "scram-sha-256", "--pwfile", str(password_file), "--data-checksums",
        "--encoding", "UTF8", "--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8",
    ]  # fmt: skip
    try:
        done = subprocess.run(  # noqa: S603  our own program
            arguments,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            preexec_fn=lifeline.before_exec(),
            **account.credentials,
        )
    finally:
        password_file.unlink()
    if done.returncode != 0:
        raise Misconfigured("database.not_created", folder=str(place), reason=done.stderr.strip())


def _folder(path: Path, account: Account) -> None:
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    account.own(path)


def _socket_folder(path: Path, account: Account) -> None:
    # A short folder lies where everybody may write: somebody else's, or a link, is not used.
    _folder(path, account)
    status = path.lstat()
    if path.is_symlink() or status.st_uid != account.uid:
        raise Misconfigured("database.socket_folder_taken", folder=str(path))
    path.chmod(0o700)


def _write(path: Path, text: str, account: Account) -> None:
    aside = path.with_name(f".{path.name}.new")
    aside.unlink(missing_ok=True)
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    account.own(aside)
    aside.rename(path)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
