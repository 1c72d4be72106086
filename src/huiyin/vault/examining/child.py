"""The child's side of a look: load what is needed, give up everything, read, answer."""

import codecs
import io
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any, BinaryIO

from huiyin.vault.examining import frames
from huiyin.vault.examining.confinement import confine
from huiyin.vault.examining.frames import Frame
from huiyin.vault.examining.sandbox import END, LIMITS, Look

# Loaded before the last file can be opened.
_ENCODINGS = ("ascii", "cp1252", "cp437", "gb18030", "latin-1", "utf-16", "utf-16-be", "utf-16-le", "utf-8",
              "utf-8-sig")  # fmt: skip

Looking = Callable[[Mapping[str, Any], BinaryIO], Iterator[Frame]]


def serve(look: Look, looking: Looking, *, load: Callable[[], None] = lambda: None) -> None:
    """Carry out one look: `load` runs before the walls stand, `looking` behind them."""
    for name in _ENCODINGS:
        codecs.lookup(name)
    load()
    confine(LIMITS[look])
    order = frames.read_order(sys.stdin.buffer)
    content = io.BytesIO(sys.stdin.buffer.read())
    # A malformed file may fail its reader in any way; what was told before that stands.
    with suppress(Exception):
        for frame in looking(order, content):
            _say(frame)
    _say(Frame(what=END))
    os._exit(0)  # libraries of their own mind have nothing to tidy up here


def _say(frame: Frame) -> None:
    sys.stdout.buffer.write(frames.packed(frame))
    sys.stdout.buffer.flush()
