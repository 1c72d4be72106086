"""A PKCS#11 token of a test's own: SoftHSM from Debian, its objects in a folder of the test."""

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from huiyin.vault.key_uri import TokenPlace, read_uri

MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so")
PIN, OFFICER = "271828", "314159"
CONFIGURATION = "directories.tokendir = {folder}\nobjectstore.backend = file\nlog.level = ERROR\n"


@dataclass(frozen=True)
class SoftToken:
    """A token with its PIN in a file; `settings` is what an installation is told of it."""

    folder: Path
    label: str = "huiyin"

    @property
    def module(self) -> Path:
        """The library."""
        return next(Path(one) for one in MODULES if Path(one).exists())

    @property
    def pin_file(self) -> Path:
        """Where the PIN stands."""
        return self.folder / "pin"

    @property
    def uri(self) -> str:
        """The setting that names the key on it."""
        return (
            f"pkcs11:token={self.label};object=keys?module-path={self.module}&pin-source=file:{self.pin_file}"
        )

    @property
    def place(self) -> TokenPlace:
        """The same, read."""
        return read_uri("HUIYIN_KEY_URI", self.uri)

    @property
    def settings(self) -> Mapping[str, str]:
        """The environment of processes that use it."""
        return {"HUIYIN_KEY_URI": self.uri, "SOFTHSM2_CONF": str(self.folder / "softhsm2.conf")}

    def make(self) -> "SoftToken":
        """Make an empty token of this label."""
        (self.folder / "tokens").mkdir(parents=True, exist_ok=True)
        told = CONFIGURATION.format(folder=self.folder / "tokens")
        (self.folder / "softhsm2.conf").write_text(told)
        self.write_pin(PIN)
        program = shutil.which("softhsm2-util")
        assert program, "SoftHSM is missing: run `make token`, or on Debian: apt install softhsm2"
        subprocess.run(
            [
                program,
                "--init-token",
                "--free",
                "--label",
                self.label,
                "--pin",
                PIN,
                "--so-pin",
                OFFICER,
            ],
            env={"SOFTHSM2_CONF": str(self.folder / "softhsm2.conf")},
            check=True,
            capture_output=True,
        )
        return self

    def write_pin(self, pin: str, mode: int = 0o600) -> None:
        """Put another PIN into the file."""
        self.pin_file.write_text(f"{pin}\n")
        self.pin_file.chmod(mode)

    def lose(self) -> None:
        """Take the token away, with what is in it."""
        shutil.rmtree(self.folder / "tokens")
        (self.folder / "tokens").mkdir()


@pytest.fixture
def soft_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SoftToken:
    """An empty token that this process, and those it starts, can reach."""
    made = SoftToken(tmp_path / "softhsm").make()
    monkeypatch.setenv("SOFTHSM2_CONF", made.settings["SOFTHSM2_CONF"])
    return made
