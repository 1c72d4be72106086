"""Writes requirements.lock, and checks without a network that it belongs to pyproject.toml."""

import hashlib
import json
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements.lock"
MARK = "# of the dependencies with sha256 "
OLDEST_PYTHON = "3.11"


def wanted() -> str:
    """Return the digest of what pyproject.toml asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [project["requires-python"], project["dependencies"], project["optional-dependencies"]]
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def found() -> str:
    """Return the digest that the lock was made for."""
    first = LOCK.read_text("utf-8").split("\n", 1)[0]
    return first.removeprefix(MARK)


def write() -> None:
    """Resolve for every supported Python and machine, with hashes and without addresses."""
    subprocess.run(  # noqa: S603  our own tool
        [Path(sys.executable).parent / "uv", "pip", "compile", "pyproject.toml", "--extra", "dev",
         "--universal", "--python-version", OLDEST_PYTHON, "--generate-hashes", "--no-header", "--quiet",
         "--output-file", LOCK.name],
        cwd=ROOT, check=True,
    )  # fmt: skip
    lines = [line for line in LOCK.read_text("utf-8").splitlines() if not line.startswith(MARK)]
    LOCK.write_text("\n".join([f"{MARK}{wanted()}", *lines, ""]), "utf-8")


def main() -> int:
    """Write the lock, or with --check say whether it is fresh."""
    if "--check" not in sys.argv:
        write()
        return 0
    if found() != wanted():
        sys.stderr.write(
            "requirements.lock is older than the dependencies in pyproject.toml. Run: make lock\n"
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
