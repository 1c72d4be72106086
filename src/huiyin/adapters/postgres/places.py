"""Where the embedded server keeps its things; the one function that decides where its socket is."""

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

LOGS = "log"
PORT = 5432  # names the socket only; the server listens on no network address
SOCKET = f".s.PGSQL.{PORT}"
# sockaddr_un holds 108 bytes with the closing zero; PostgreSQL writes folder, slash and name into it.
LONGEST_FOLDER = 107 - len(f"/{SOCKET}")


def socket_folder(data: Path) -> Path:
    """Return the folder of the server's socket: in the data folder, or a short one for a long path."""
    data = data.resolve()  # one folder, one socket, whichever way it was named
    folder = data / "pg"
    if len(str(folder).encode()) <= LONGEST_FOLDER:
        return folder
    name = hashlib.sha256(str(data).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"huiyin-{name}"


@dataclass(frozen=True, kw_only=True)
class Places:
    """The server's folders below a data folder."""

    data: Path

    @property
    def home(self) -> Path:
        """Everything of the server; belongs to its account."""
        return self.data / "pg"

    @property
    def cluster(self) -> Path:
        """The database files."""
        return self.home / "cluster"

    @property
    def logs(self) -> Path:
        """The server's own log, without statements and without row values."""
        return self.cluster / LOGS

    @property
    def socket(self) -> Path:
        """The folder of the socket."""
        return socket_folder(self.data)

    @property
    def pid_file(self) -> Path:
        """Written by the server while it runs."""
        return self.cluster / "postmaster.pid"
