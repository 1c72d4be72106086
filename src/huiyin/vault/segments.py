"""The format of a sealed file: a header and segments of 1 MiB, each sealed on its own.

Header, 92 bytes: ``HUIYIN``, version, cipher suite, segment size (4 bytes), object id (16), salt (32),
key check (32). The file's key is derived from the petition's data key, the salt and the object id; the
key check, derived with it, shows a wrong key or a damaged header before anything is opened, and commits
the file to one key. A segment's nonce is its last-flag and index; its associated data is the header, the
index and the last-flag. So no segment opens in another file, at another place, or as another end.
"""

import hmac
import os
from dataclasses import dataclass, field
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from huiyin.kernel.errors import HuiyinError
from huiyin.vault.data_key import DataKey
from huiyin.vault.suite import KEY_BYTES, TAG_BYTES, Cipher, Suite, cipher

MAGIC = b"HUIYIN"
VERSION = 1
SEGMENT_BYTES = 1 << 20
SEALED_SEGMENT_BYTES = SEGMENT_BYTES + TAG_BYTES
SALT_BYTES = 32
CHECK_BYTES = 32
_FIXED = MAGIC + bytes((VERSION, Suite.AES_256_GCM)) + SEGMENT_BYTES.to_bytes(4, "big")
_SALT_AT = len(_FIXED) + 16
_CHECK_AT = _SALT_AT + SALT_BYTES
HEADER_BYTES = _CHECK_AT + CHECK_BYTES
PREFIX_LETTERS = 12


@dataclass(frozen=True, kw_only=True, eq=False)
class FileKey:
    """The key of one sealed file with its header."""

    header: bytes
    cipher: Cipher = field(repr=False)

    def seal_into(self, segment: memoryview, index: int, sealed: memoryview, *, last: bool) -> None:
        """Seal one segment into `sealed`, which is longer by the tag.

        Never twice for the same index: the nonce follows from it.
        """
        self.cipher.encrypt_into(_nonce(index, last=last), segment, self._binding(index, last=last), sealed)

    def open(self, sealed: bytes, index: int, *, last: bool, address: str) -> bytes:
        """Return one segment; raise ``vault.damaged_segment`` when a bit of it is not as sealed."""
        try:
            return self.cipher.decrypt(_nonce(index, last=last), sealed, self._binding(index, last=last))
        except (InvalidTag, ValueError) as error:
            raise damaged_segment(address, index) from error

    def _binding(self, index: int, *, last: bool) -> bytes:
        return self.header + index.to_bytes(8, "big") + bytes((last,))


def new_file_key(data_key: DataKey, object_id: UUID) -> FileKey:
    """Return a fresh file key. Its random salt makes it unique even when an upload is repeated."""
    return _file_key(data_key, _FIXED + object_id.bytes + os.urandom(SALT_BYTES))


def open_file_key(data_key: DataKey, object_id: UUID, header: bytes, *, address: str) -> FileKey:
    """Return the key of a stored file; raise ``vault.damaged_header`` when it does not fit."""
    expected = _FIXED + object_id.bytes
    if len(header) == HEADER_BYTES and header[:_SALT_AT] == expected:
        file_key = _file_key(data_key, header[:_CHECK_AT])
        if hmac.compare_digest(file_key.header, header):
            return file_key
    raise HuiyinError("vault.damaged_header", file=address[:PREFIX_LETTERS])


def damaged_segment(address: str, index: int) -> HuiyinError:
    """Return the error that names a file by the start of its address, and a segment, counted from 0."""
    return HuiyinError("vault.damaged_segment", file=address[:PREFIX_LETTERS], segment=index)


def layout(sealed_size: int, *, address: str) -> tuple[int, int]:
    """Return the number of segments and the plaintext's size in bytes.

    Only the last segment may be short, and only the single segment of an empty file may be empty; a file
    cut or lengthened to any other size raises ``vault.damaged_segment``.
    """
    body = sealed_size - HEADER_BYTES
    count = max(1, -(-body // SEALED_SEGMENT_BYTES))
    last = body - (count - 1) * SEALED_SEGMENT_BYTES - TAG_BYTES
    if last < 0 or (last == 0 and count > 1):
        raise damaged_segment(address, count - 1)
    return count, body - TAG_BYTES * count


def sealed_range(index: int, sealed_size: int) -> tuple[int, int]:
    """Return where a sealed segment starts and ends in its file, the end not included."""
    start = HEADER_BYTES + index * SEALED_SEGMENT_BYTES
    return start, min(start + SEALED_SEGMENT_BYTES, sealed_size)


def _file_key(data_key: DataKey, head: bytes) -> FileKey:
    salt = head[_SALT_AT:]
    derived = HKDF(SHA256(), KEY_BYTES + CHECK_BYTES, salt, b"huiyin file v1" + head[:_SALT_AT]).derive(
        data_key.files
    )
    return FileKey(header=head + derived[KEY_BYTES:], cipher=cipher(Suite.AES_256_GCM, derived[:KEY_BYTES]))


def _nonce(index: int, *, last: bool) -> bytes:
    return bytes((0, 0, 0, last)) + index.to_bytes(8, "big")
