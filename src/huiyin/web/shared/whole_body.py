"""A body that broke off is an error: what arrived of it must not be taken for the whole.

The server tells the end of a broken connection like the end of the body, and parsers of forms and of parts
are content with what there is. Without this, half a file would be filed as a whole one.

A body that is refused early is read on and thrown away: whoever still sends reads no answer, and the
connection would be reset before the refusal is seen.
"""

import contextlib
from collections.abc import Callable, Iterable
from typing import Any

PIECE = 1 << 18
LINGER = 64 << 20  # bytes thrown away at most
Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]


class BrokeOffError(OSError):
    """A body ended before its announced length."""

    def __init__(self, arrived: bytes) -> None:
        """`arrived` is what came of the piece that was asked for; some may go on behind it one day."""
        super().__init__("the body broke off")
        self.arrived = arrived


class WholeBody:
    """The input of a request; reading raises BrokeOffError when it ends before its announced length."""

    def __init__(self, stream: Any, length: int) -> None:
        """`length` is what the request announced, in bytes."""
        self._stream, self._left = stream, length

    def read(self, size: int = -1) -> bytes:
        """Return `size` bytes, fewer only at the end; all that are left when `size` is below 0."""
        wanted = self._left if size < 0 else min(size, self._left)
        pieces: list[bytes] = []
        while wanted > 0:
            pieces.append(self._counted(self._stream.read(wanted), pieces))
            wanted -= len(pieces[-1])
        return b"".join(pieces)

    def readline(self, size: int = -1) -> bytes:
        """Return a line, or `size` bytes of it."""
        wanted = self._left if size < 0 else min(size, self._left)
        return self._counted(self._stream.readline(wanted)) if wanted > 0 else b""

    def throw_away(self) -> None:
        """Read what is left, up to a limit, and keep nothing."""
        until = max(self._left - LINGER, 0)
        with contextlib.suppress(OSError):
            while self._left > until:
                self.read(PIECE)

    def _counted(self, data: bytes, before: Iterable[bytes] = ()) -> bytes:
        if not data:
            raise BrokeOffError(b"".join(before))
        self._left -= len(data)
        return data


def whole_bodies(application: Application) -> Application:
    """Return the application with bodies that cannot pass for whole when they are not."""

    def whole(environ: Environ, start_response: Any) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH") or ""
        if not length.isdigit():
            return application(environ, start_response)
        body = WholeBody(environ["wsgi.input"], int(length))
        environ["wsgi.input"] = body
        answer = application(environ, start_response)
        body.throw_away()
        return answer

    return whole
