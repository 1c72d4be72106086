"""Sealed files in a bucket of an S3-compatible store, each under its digest.

A file is sealed into a local spool first: only its last byte tells its address. Then it is sent by a plain
PUT, in parts when it is large. Nothing depends on conditional writes: the address is the content, so whoever
puts the same address puts the same bytes.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self, TypeVar

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import S3Store as Bucket

from huiyin.adapters.store.folder import FolderStore, FolderUpload
from huiyin.adapters.store.object_store import Stored, require_address
from huiyin.adapters.store.place import Place
from huiyin.kernel.errors import Misconfigured, Unknown

PART_BYTES = 16 << 20
PARTS_AT_ONCE = 2
PATIENCE = timedelta(seconds=30)
TRIES = 4
Result = TypeVar("Result")
Send = Callable[[Path, str], None]


class S3Store:
    """An ObjectStore in one bucket, with a local folder as its spool."""

    def __init__(self, place: Place, spool: FolderStore) -> None:
        """Nothing is asked of the server yet."""
        self._place, self._spool = place, spool
        self._bucket = Bucket(
            place.bucket,
            prefix=place.prefix or None,
            endpoint=place.endpoint,
            region=place.region,
            access_key_id=place.key,
            secret_access_key=place.secret,
            virtual_hosted_style_request=False,
            client_options={"allow_http": place.endpoint.startswith("http:"), "connect_timeout": PATIENCE},
            retry_config={"max_retries": TRIES, "retry_timeout": PATIENCE},
        )

    def require_room(self, expected_bytes: int = 0) -> None:
        """Raise ``store.full`` unless more than `expected_bytes` still fits into the spool."""
        self._spool.require_room(expected_bytes)

    def begin(self, expected_bytes: int = 0) -> "S3Upload":
        """Return a new upload; raise ``store.full`` when `expected_bytes` would not fit into the spool."""
        return S3Upload(self._spool.begin(expected_bytes), self._send)

    def size(self, address: str, /) -> int:
        """Return the size in bytes."""
        return int(self._asked(address, lambda path: obstore.head(self._bucket, path)["size"]))

    def get_range(self, address: str, start: int, end: int, /) -> bytes:
        """Return the bytes from `start` up to `end`, fewer at the end of the file."""
        if start >= end:
            return b""
        return self._asked(
            address, lambda path: bytes(obstore.get_range(self._bucket, path, start=start, end=end))
        )

    def exists(self, address: str, /) -> bool:
        """True when the file is in the store."""
        try:
            self.size(address)
        except Unknown:
            return False
        return True

    def delete(self, address: str, /) -> None:
        """Remove the file; one that is not there is no error."""
        with suppress(Unknown):
            self._asked(address, lambda path: obstore.delete(self._bucket, path))

    def list(self) -> Iterator[Stored]:
        """Yield every committed file."""
        pages = iter(obstore.list(self._bucket))
        while batch := self._guarded(lambda: next(pages, None)):
            for one in batch:
                yield Stored(address=one["path"], size=one["size"], modified_at=one["last_modified"])

    def discard_unfinished(self, older_than: datetime) -> int:
        """Remove uploads that lie in the spool since before `older_than`; return how many."""
        return self._spool.discard_unfinished(older_than)

    def free_bytes(self) -> int | None:
        """Return None: a bucket names no limit."""
        return None

    def _send(self, path: Path, address: str) -> None:
        def put(name: str) -> int:
            obstore.put(
                self._bucket,
                name,
                path,
                use_multipart=path.stat().st_size > PART_BYTES,
                chunk_size=PART_BYTES,
                max_concurrency=PARTS_AT_ONCE,
            )
            return int(obstore.head(self._bucket, name)["size"])

        if self._asked(address, put) != path.stat().st_size:
            raise self._unusable("store.kept_less")

    def _asked(self, address: str, ask: Callable[[str], Result]) -> Result:
        return self._guarded(lambda: ask(require_address(address)))

    def _guarded(self, ask: Callable[[], Result]) -> Result:
        try:
            return ask()
        except (NotFoundError, FileNotFoundError) as error:
            raise Unknown("store.no_such_file") from error
        except BaseError as error:
            raise self._unusable("store.unreachable") from error

    def _unusable(self, code: str) -> Misconfigured:
        return Misconfigured(code, endpoint=self._place.endpoint, bucket=self._place.bucket)


class S3Upload:
    """One file being sealed into the spool, to be sent when its address is known."""

    def __init__(self, spooled: FolderUpload, send: Send) -> None:
        """`spooled` is the file in the local folder."""
        self._spooled, self._send = spooled, send

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.discard()

    def write(self, data: bytes | memoryview, /) -> None:
        """Add bytes; raise ``store.full`` when there is no room."""
        self._spooled.write(data)

    def commit(self, address: str, /) -> None:
        """Send the file and take it off the spool; raise ``store.unreachable`` when it cannot be sent."""
        self._send(self._spooled.whole(), address)
        self._spooled.discard()

    def discard(self) -> None:
        """Leave nothing in the spool."""
        self._spooled.discard()
