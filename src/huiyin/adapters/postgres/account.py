"""The system user that runs the server: PostgreSQL refuses to run as root."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huiyin.adapters.postgres.tell import Tell
from huiyin.kernel.errors import Misconfigured

NAME = "huiyin-db"


@dataclass(frozen=True, kw_only=True)
class Account:
    """Who the server runs as. `dropped` is true when that is not who we are."""

    uid: int
    gid: int
    dropped: bool

    @property
    def credentials(self) -> dict[str, Any]:
        """Keyword arguments of `subprocess` for a program of this account."""
        if not self.dropped:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Give `path` to this account."""
        if self.dropped:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)


def account(tell: Tell) -> Account:
    """Return ourselves, or for root the system user `huiyin-db`, created on first use.

    Raises Misconfigured when root may not create a user here.
    """
    if os.geteuid() != 0:
        return Account(uid=os.geteuid(), gid=os.getegid(), dropped=False)
    entry = _entry() or _create(tell)
    return Account(uid=entry.pw_uid, gid=entry.pw_gid, dropped=True)


def _entry() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        return None


def _create(tell: Tell) -> pwd.struct_passwd:
    program = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if program is None:
        raise Misconfigured("database.no_system_user", user=NAME, reason="useradd")
    done = subprocess.run(  # noqa: S603  fixed arguments
        [program, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent",
         "--shell", "/usr/sbin/nologin", NAME],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    entry = _entry()  # asked again: another start may have been first
    if entry is None:
        raise Misconfigured("database.no_system_user", user=NAME, reason=done.stderr.strip())
    tell("database.user_created", user=NAME)
    return entry
