"""Words that occur nowhere else, and the search for them in whatever bytes: in every form that hides them.

What is packed is unpacked first, as far as it says that it is packed: gzip, zlib, ZIP, tar.
"""

import base64
import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

# Rare signs, a word of no language, digits of a telephone and of an identity card.
WORDS, LATIN, PHONE, CARD = "龘靐齉", "Qzjxvkwb", "13971948265", "51010719631129774X"
CANARIES = (WORDS, LATIN, PHONE, CARD)
SAID = f"{WORDS}{LATIN}"  # what is typed where words are
BLOCK = 8 << 20
_PACKED = (b"\x1f\x8b", b"PK\x03\x04")
_MAX_UNPACKED = 64 << 20


def _as_text(word: str) -> Iterator[tuple[str, bytes]]:
    for case in dict.fromkeys((word, word.lower(), word.upper())):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
            yield encoding, case.encode(encoding)


def _as_base64(data: bytes) -> Iterator[bytes]:
    """Yield what is always the same of these bytes in Base64, wherever they begin in what was packed."""
    for before in range(3):
        packed = base64.b64encode(bytes(before) + data)
        first, last = -(-before * 8 // 6), (before + len(data)) * 8 // 6
        yield packed[first:last]
        yield packed[first:last].translate(bytes.maketrans(b"+/", b"-_"))


def _written_out(word: str) -> Iterator[tuple[str, bytes]]:
    """Yield a word as programs write it where only plain letters may stand."""
    codes = [ord(sign) for sign in word]
    data = word.encode()
    yield "JSON", "".join(f"\\u{code:04x}" for code in codes).encode()
    yield "JSON", "".join(f"\\u{code:04X}" for code in codes).encode()
    yield "HTML", "".join(f"&#{code};" for code in codes).encode()
    yield "HTML", "".join(f"&#x{code:x};" for code in codes).encode()
    for spelled in ("%{:02X}", "%{:02x}", "\\x{:02x}", "\\{:03o}", "={:02X}"):
        yield spelled[0], "".join(map(spelled.format, data)).encode()
    yield "GBK in an address", "".join(map("%{:02X}".format, word.encode("gb18030"))).encode()


@cache
def needles() -> Mapping[bytes, str]:
    """Return every form of every canary, and its name."""
    found: dict[bytes, str] = {}
    for word in CANARIES:
        for encoding, data in _as_text(word):
            found.setdefault(data, f"{word} in {encoding}")
            found.setdefault(data.hex().encode(), f"{word} in {encoding}, hex")
            found.setdefault(data.hex().upper().encode(), f"{word} in {encoding}, hex")
            for packed in _as_base64(data):
                found.setdefault(packed, f"{word} in {encoding}, Base64")
        for name, data in _written_out(word):
            found.setdefault(data, f"{word} in {name}")
    return found


LONGEST = max(map(len, needles()))


def in_bytes(data: bytes) -> set[str]:
    """Return the names of the forms that occur."""
    return {name for form, name in needles().items() if form in data}


def in_file(path: Path) -> set[str]:
    """Return the forms that occur in a file as it is, and in what is packed into it."""
    found: set[str] = set()
    with path.open("rb") as file:
        head, before = file.read(512), b""
        file.seek(0)
        while piece := file.read(BLOCK):
            found |= in_bytes(before + piece)
            before = piece[-LONGEST:]
    if head.startswith(_PACKED) or head[257:262] == b"ustar" or head[:1] == b"\x78":
        with suppress(OSError, zlib.error, zipfile.BadZipFile, tarfile.TarError, EOFError):
            for piece in _unpacked(path, head):
                found |= in_bytes(piece)
    return found


def _unpacked(path: Path, head: bytes) -> Iterator[bytes]:
    if head.startswith(b"PK"):
        with zipfile.ZipFile(path) as archive:
            yield from map(archive.read, archive.namelist())
    elif head[257:262] == b"ustar":
        with tarfile.open(path) as archive_:
            for member in archive_:
                content = archive_.extractfile(member)
                yield content.read() if content else b""
    elif head.startswith(b"\x1f\x8b"):
        with gzip.open(path) as stream:
            yield stream.read(_MAX_UNPACKED)
    else:
        yield zlib.decompressobj().decompress(path.read_bytes(), _MAX_UNPACKED)


def in_folder(root: Path) -> dict[str, set[str]]:
    """Return what was found in the files below a folder and in their names, by path."""
    found = {}
    for path in sorted(root.rglob("*")):
        here = in_bytes(str(path.relative_to(root)).encode(errors="surrogateescape"))
        with suppress(FileNotFoundError, OSError):  # gone meanwhile; a socket
            if path.is_file() and not path.is_symlink():
                here |= in_file(path)
        if here:
            found[str(path)] = here
    return found


def planted(path: Path) -> None:
    """Leave a file that holds a canary, packed."""
    with gzip.open(path, "wb") as stream:
        stream.write(b"before " + WORDS.encode() + b" after")


def zipped(data: bytes) -> bytes:
    """Return bytes in a ZIP."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", data)
    return out.getvalue()
