"""One file written from its beginning to its end, past the system's cache where it is large.

A large sealed file is seldom read soon. Through the cache its bytes would be copied once more, push out what
is read often, and reach the disk only when its end is waited for; so they go there directly, in blocks,
while the next ones are still being sealed. Where the file system has no such way, they go the usual one.
"""

import errno
import fcntl
import mmap
import os

BLOCK = 1 << 20
SPARE = 4  # blocks that stay with the process: new memory costs as much as writing does
_ALIGNED = 4096  # what disks and file systems ask of places and sizes
_spare: list[mmap.mmap] = []


class SteadyFile:
    """An open file. Large is what begins with a piece of at least a block."""

    def __init__(self, handle: int) -> None:
        """`handle` is open for writing, at the beginning of an empty file; it is closed by `close`."""
        self._handle = handle
        self._begun = self._direct = False
        self._block: mmap.mmap | None = None
        self._filled = 0

    def write(self, data: bytes | memoryview) -> None:
        """Add bytes; less than a block of them may be held back until `flush`."""
        view = memoryview(data)
        if not self._begun and len(view) >= BLOCK:
            self._direct = self._past_the_cache()
            self._block = _block() if self._direct else None
        self._begun = True
        while view:
            view = view[self._taken(view) :]

    def flush(self) -> None:
        """Hand all bytes to the system."""
        if self._block is None or not self._filled:
            return
        whole, filled = self._filled - self._filled % _ALIGNED, self._filled
        block = memoryview(self._block)
        self._put(block[:whole])
        if whole < filled:
            self._by_the_cache()
            self._put(block[whole:filled])
        self._filled = 0

    def sync(self) -> None:
        """Return once all is on the disk."""
        self.flush()
        os.fsync(self._handle)

    def close(self) -> None:
        """Close the file; does nothing when it is closed."""
        if self._handle >= 0:
            handle, self._handle = self._handle, -1
            os.close(handle)
        if self._block is not None and len(_spare) < SPARE:
            _spare.append(self._block)
        self._block = None

    def _taken(self, view: memoryview) -> int:
        if self._block is None:
            return os.write(self._handle, view)
        end = min(BLOCK, self._filled + len(view))
        taken = end - self._filled
        self._block[self._filled : end] = view[:taken]
        self._filled = end
        if end == BLOCK:
            self.flush()
        return taken

    def _put(self, view: memoryview) -> None:
        while view:
            try:
                view = view[os.write(self._handle, view) :]
            except OSError as error:
                if error.errno != errno.EINVAL or not self._direct:
                    raise
                self._by_the_cache()

    def _past_the_cache(self) -> bool:
        flags = fcntl.fcntl(self._handle, fcntl.F_GETFL)
        try:
            fcntl.fcntl(self._handle, fcntl.F_SETFL, flags | os.O_DIRECT)
        except OSError:
            return False
        return True

    def _by_the_cache(self) -> None:
        if self._direct:
            self._direct = False
            flags = fcntl.fcntl(self._handle, fcntl.F_GETFL)
            fcntl.fcntl(self._handle, fcntl.F_SETFL, flags & ~os.O_DIRECT)


def _block() -> mmap.mmap:
    try:
        return _spare.pop()
    except IndexError:
        return mmap.mmap(-1, BLOCK, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)  # it begins where a page begins
