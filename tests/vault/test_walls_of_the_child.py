"""What a captured child can reach of the process that started it: nothing, whoever runs that process.

The parent holds a secret in memory, in its environment and in an open file, and tells the child where. The
child is told to take it, in every way that the kernel has.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from huiyin.vault.examining import sandbox

SOURCE = Path(sandbox.huiyin.__file__).parent.parent
SECRET = "the-key-of-this-house"
SOMEBODY = 54_321  # an account that is not root and has no name

PARENT = """
import ctypes, json, os, sys
from huiyin.vault.examining import sandbox
from huiyin.vault.examining.confinement import Limits
sandbox._environment = lambda: {{"PYTHONPATH": {paths!r}, "PYTHONDONTWRITEBYTECODE": "1"}}
secret = os.environ["HUIYIN_SECRET"].encode()
place = ctypes.create_string_buffer(secret)
os.set_inheritable(os.open({file!r}, os.O_RDONLY), True)
order = {{"kind": "pdf", "pid": os.getpid(), "address": ctypes.addressof(place), "size": len(secret)}}
limits = Limits(cpu_seconds=5, memory_bytes=1 << 30, patience_seconds=30)
told = list(sandbox.ask("captured_child", order, [b"file"], limits))
json.dump([[one.what, dict(one.told)] for one in told], sys.stdout)
"""
CHILD = """
import ctypes, os, sys
from huiyin.vault.examining.child import serve
from huiyin.vault.examining.frames import Frame
from huiyin.vault.examining.sandbox import Look

libc = ctypes.CDLL(None, use_errno=True)
class Span(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("size", ctypes.c_size_t)]

def memory(order):
    here = ctypes.create_string_buffer(order["size"])
    mine = Span(ctypes.addressof(here), order["size"])
    theirs = Span(order["address"], order["size"])
    got = libc.process_vm_readv(order["pid"], ctypes.byref(mine), 1, ctypes.byref(theirs), 1, 0)
    if got < 0:
        raise OSError(ctypes.get_errno(), "process_vm_readv")
    return here.value.decode()

def attached(order):
    if libc.ptrace(16, order["pid"], 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "ptrace")
    return "attached"

def proc(name):
    return lambda order: open(f"/proc/{order['pid']}/{name}", "rb").read().decode("utf-8", "replace")

def inherited(order):
    found = []
    for number in range(3, 256):
        try:
            found.append(os.read(number, 100).decode())
        except OSError:
            pass
    if not found:
        raise OSError(9, "none")
    return "".join(found)

def shared(order):
    if libc.memfd_create(b"x", 0) < 0:
        raise OSError(ctypes.get_errno(), "memfd_create")
    return "made"

WAYS = {
    "memory": memory, "ptrace": attached, "environ": proc("environ"), "mem": proc("mem"),
    "maps": proc("maps"), "inherited": inherited, "memfd": shared,
    "listing": lambda order: os.listdir("/proc"), "key file": lambda order: open(KEY).read(),
}

def looking(order, content):
    tried = {}
    for name, way in WAYS.items():
        try:
            tried[name] = str(way(order))
        except BaseException as fault:
            tried[name] = "refused"
    tried["own"] = " ".join(os.environ)
    yield Frame(what="tried", told=tried)

KEY = "@KEY@"
@PATCH@
serve(Look.FACTS, looking)
"""


# As where no namespace can be made and the child stays the user that its parent is.
NO_NAMESPACE = """
from huiyin.vault.examining import confinement
confinement._leave_the_network = lambda libc: libc.prctl(38, 1, 0, 0, 0)
"""


def _tried(folder: Path, *, user: int | None, patch: str = "") -> dict[str, Any]:
    key = folder / "keys.json"
    key.write_text(SECRET)
    key.chmod(0o600)
    if user is not None:
        os.chown(key, user, user)
    (folder / "captured_child.py").write_text(CHILD.replace("@KEY@", str(key)).replace("@PATCH@", patch))
    paths = f"{folder}:{SOURCE}"
    done = subprocess.run(
        [sys.executable, "-B", "-c", PARENT.format(paths=paths, file=str(key))],
        env={"PYTHONPATH": str(SOURCE), "HUIYIN_SECRET": SECRET, "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        user=user,
        group=user,
        extra_groups=None if user is None else [],
        cwd="/",
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("tried") == 1, done.stdout
    [[what, told], [end, _]] = json.loads(done.stdout)
    assert (what, end) == ("tried", "end")
    return dict(told)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that everybody may enter."""
    for one in (tmp_path, *tmp_path.parents):
        if "huiyin-scratch-" in str(one):  # this run's own
            one.chmod(0o755)
    return tmp_path


@pytest.mark.parametrize("user", [None, SOMEBODY])
def test_a_captured_child_gets_nothing_of_the_process_that_started_it(folder: Path, user: int | None) -> None:
    if user is not None and os.geteuid() != 0:
        pytest.skip("only root can run it as somebody else; as this account it ran already")
    told = _tried(folder, user=user)
    own = told.pop("own")
    assert "HUIYIN_SECRET" not in own
    assert {name: said for name, said in told.items() if said != "refused"} == {}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can run it as somebody else")
def test_a_child_that_stays_the_same_user_gets_nothing_either(folder: Path) -> None:
    told = _tried(folder, user=SOMEBODY, patch=NO_NAMESPACE)
    told.pop("own")
    assert {name: said for name, said in told.items() if said != "refused"} == {}


def test_the_same_ways_lead_to_the_secret_where_no_walls_stand(folder: Path) -> None:
    free = CHILD.replace("@KEY@", str(folder / "keys.json")).replace("@PATCH@", "")
    free = free.replace(
        "serve(Look.FACTS, looking)", "import json\nprint(json.dumps(next(looking(ORDER, None)).told))"
    )
    (folder / "keys.json").write_text(SECRET)
    held = "import ctypes, os\nplace = ctypes.create_string_buffer(os.environ['HUIYIN_SECRET'].encode())\n"
    order = "ORDER = {'pid': os.getpid(), 'address': ctypes.addressof(place), 'size': len(place.value)}\n"
    done = subprocess.run(
        [sys.executable, "-B", "-c", held + order + free],
        env={"PYTHONPATH": str(SOURCE), "HUIYIN_SECRET": SECRET},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    told = json.loads(done.stdout)
    assert told["memory"] == SECRET
    assert SECRET in told["environ"]
    assert told["key file"] == SECRET
    assert told["memfd"] == "made"
