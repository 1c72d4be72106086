"""OpenStack Swift with its S3 interface, from Debian: four servers on loopback that end with the test."""

import getpass
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from support.installation import free_port

KEY, SECRET, BUCKET = "test:tester", "testing", "huiyin-files"
PYTHON = "/usr/bin/python3"  # Debian's own: its packages are not ours
KINDS = ("object", "container", "account")
PATIENCE = 30.0
USER = getpass.getuser()
SWIFT_CONF = "[swift-hash]\nswift_hash_path_suffix = huiyin\nswift_hash_path_prefix = test\n"
STORAGE = """[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 0
user = {user}
swift_dir = {folder}
devices = {folder}/devices
mount_check = false
disable_fallocate = true
log_address = /nowhere
fallocate_reserve = 0
[pipeline:main]
pipeline = {kind}-server
[app:{kind}-server]
use = egg:swift#{kind}
"""
PROXY = """[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 0
user = {user}
swift_dir = {folder}
[pipeline:main]
pipeline = catch_errors cache listing_formats s3api tempauth slo proxy-server
[app:proxy-server]
use = egg:swift#proxy
allow_account_management = true
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:{memcache}
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:s3api]
use = egg:swift#s3api
s3_acl = false
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = testing .admin
[filter:slo]
use = egg:swift#slo
"""


@dataclass(frozen=True)
class Server:
    """A running S3 server."""

    endpoint: str
    folder: Path

    @property
    def url(self) -> str:
        """The setting that names its bucket."""
        return f"s3://{BUCKET}?endpoint={self.endpoint}"

    def stored(self) -> list[Path]:
        """Return the files in which it keeps objects."""
        return [path for path in self.folder.rglob("*.data") if path.is_file()]


def missing() -> str:
    """Return what is not installed; empty when nothing is missing."""
    programs = ["swift-ring-builder", "memcached", *[f"swift-{kind}-server" for kind in (*KINDS, "proxy")]]
    return ", ".join(program for program in programs if shutil.which(program) is None)


@contextmanager
def running() -> Iterator[Server]:
    """Have the servers, empty; they end with the block."""
    folder = Path(tempfile.mkdtemp(prefix="huiyin-swift-"))  # on a disk: memory keeps no attributes of files
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        (folder / "swift.conf").write_text(SWIFT_CONF)
        memcache, proxy = free_port(), free_port()
        _start(stack, folder, "memcached", "-l", "127.0.0.1", "-p", str(memcache), "-U", "0", "-u", "nobody")
        for kind in KINDS:
            _storage(stack, folder, kind)
        (folder / "proxy.conf").write_text(
            PROXY.format(port=proxy, folder=folder, memcache=memcache, user=USER)
        )
        _start(stack, folder, PYTHON, shutil.which("swift-proxy-server") or "", str(folder / "proxy.conf"))
        server = Server(f"http://127.0.0.1:{proxy}", folder)
        _wait(server, folder)
        yield server


def _storage(stack: ExitStack, folder: Path, kind: str) -> None:
    port = free_port()
    (folder / "devices" / "d1").mkdir(parents=True, exist_ok=True)
    (folder / f"{kind}.conf").write_text(STORAGE.format(port=port, folder=folder, kind=kind, user=USER))
    builder = str(folder / f"{kind}.builder")
    for order in (("create", "4", "1", "1"), ("add", f"r1z1-127.0.0.1:{port}/d1", "1"), ("rebalance",)):
        made = subprocess.run(
            ["swift-ring-builder", builder, *order], capture_output=True, text=True, check=False
        )
        assert made.returncode == 0, made.stdout + made.stderr
    program = shutil.which(f"swift-{kind}-server") or ""
    _start(stack, folder, PYTHON, program, str(folder / f"{kind}.conf"))


def _start(stack: ExitStack, folder: Path, *order: str) -> None:
    log = stack.enter_context((folder / "servers.log").open("ab"))
    process = subprocess.Popen(order, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
    stack.callback(_end, process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait(server: Server, folder: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(server.endpoint, timeout=2)  # noqa: S310  loopback
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError((folder / "servers.log").read_text())


def make_bucket(server: Server) -> None:
    """Make the bucket, as its administrator would: by Swift's own interface."""
    asked = urllib.request.Request(  # noqa: S310  loopback
        f"{server.endpoint}/auth/v1.0", headers={"X-Auth-User": KEY, "X-Auth-Key": SECRET}
    )
    with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310  loopback
        place, token = answer.headers["X-Storage-Url"], answer.headers["X-Auth-Token"]
    bucket = f"{place}/{BUCKET}"
    made = urllib.request.Request(bucket, method="PUT", headers={"X-Auth-Token": token})  # noqa: S310  loopback
    urllib.request.urlopen(made, timeout=10).close()  # noqa: S310  loopback
