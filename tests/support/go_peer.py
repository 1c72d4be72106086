"""Go's golang.org/x/mod/sumdb as a reader of our logs: a small program, built from Debian's packages."""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).parents[1] / "long" / "gopeer"
PACKAGES = ("golang-go", "golang-golang-x-mod-dev")
GOPATH = Path("/usr/share/gocode")  # where Debian has Go's libraries
SUMDB = GOPATH / "src" / "golang.org" / "x" / "mod" / "sumdb"
WITHIN = 300.0  # seconds


@dataclass(frozen=True)
class GoPeer:
    """The program; each answer is its JSON, and CalledProcessError has its words when it refuses."""

    program: Path

    def read(self, folder: Path, log_key: str, *witness_keys: str) -> dict[str, Any]:
        """Return what the log in `folder` is, once signatures, every tile and every entry were checked."""
        found = self._ask(("read", str(folder), log_key, *witness_keys))
        assert isinstance(found, dict)
        return found

    def prove(self, folder: Path, log_key: str, questions: Sequence[dict[str, Any]]) -> list[list[str]]:
        """Return the proofs that it makes from the tiles; a question has ``Index``, or ``Old`` above 0."""
        found = self._ask(("prove", str(folder), log_key), json.dumps(questions))
        assert isinstance(found, list)
        return found

    def check(self, proofs: Sequence[dict[str, Any]]) -> list[bool]:
        """Return which proofs hold: questions with ``Size``, ``Root`` and ``Proof``."""
        found = self._ask(("check",), json.dumps(proofs))
        assert isinstance(found, list)
        return found

    def sign(self, name: str, text: str) -> dict[str, str]:
        """Return ``key`` and ``note``: the text signed with a new key of this name."""
        found = self._ask(("sign", name), text)
        assert isinstance(found, dict)
        return found

    def _ask(self, words: tuple[str, ...], given: str = "") -> Any:
        ran = subprocess.run(
            (str(self.program), *words),
            input=given,
            capture_output=True,
            text=True,
            check=True,
            timeout=WITHIN,
        )
        return json.loads(ran.stdout)


def build(folder: Path) -> GoPeer:
    """Build the program in `folder`; Debian's packages are installed first when root may do so."""
    _require_packages()
    environ = {
        **os.environ,
        "GO111MODULE": "off",  # libraries come from Debian's folder, nothing from a network
        "GOPATH": str(GOPATH),
        "GOFLAGS": "",
        "GOCACHE": str(folder / "cache"),
    }
    order = ("go", "build", "-o", str(folder / "gopeer"), ".")
    built = subprocess.run(order, cwd=SOURCE, env=environ, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    return GoPeer(folder / "gopeer")


def _require_packages() -> None:
    if shutil.which("go") and SUMDB.is_dir():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(("apt-get", "update", "-q"), check=False, **quiet)  # type: ignore[call-overload]
        install = ("apt-get", "install", "-y", "-q", "--no-install-recommends", *PACKAGES)
        subprocess.run(install, check=True, **quiet)  # type: ignore[call-overload]
    assert shutil.which("go"), f"Go is missing: apt install {' '.join(PACKAGES)}"
    assert SUMDB.is_dir(), f"Go's sumdb is missing: apt install {' '.join(PACKAGES)}"
