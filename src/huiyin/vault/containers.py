"""Which office document a ZIP or OLE container holds, told by the names inside it, within fixed bounds."""

import io
import struct
import zipfile
from typing import BinaryIO

MAX_ENTRIES = 5_000
MAX_DIRECTORY_BYTES = 2 << 20
_END_RECORD = b"PK\x05\x06"
_END_RECORD_BYTES = 22
_TAIL_BYTES = _END_RECORD_BYTES + (1 << 16)

_OLE_STREAMS = {
    "WordDocument": "doc",
    "Workbook": "xls",
    "Book": "xls",
    "PowerPoint Document": "ppt",
}
_OLE_HEADER_BYTES = 512
_OLE_ENTRY_BYTES = 128
_OLE_NAME_BYTES = 64  # the length of the name follows it
_OLE_NAME_END = 2  # a name ends with two zero bytes, counted in its length
_OLE_FAT_SLOTS = 109
_OLE_MAX_SECTORS = 512
_OLE_SECTOR_SHIFTS = {9, 12}
_OLE_LAST_SECTOR = 0xFFFFFFFA


def in_zip(file: BinaryIO) -> str:
    """Return ``docx``, ``xlsx``, ``pptx`` or ``ofd``, or ``archive`` for any other ZIP file."""
    if not _directory_is_small(file):
        return "archive"
    try:
        with zipfile.ZipFile(file) as container:
            names = container.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, EOFError):
        return "archive"
    return _office_kind(names)


def in_ole(file: BinaryIO) -> str:
    """Return ``doc``, ``xls`` or ``ppt``, or ``unknown`` for any other OLE file (installers, mails)."""
    try:
        names = _ole_names(file)
    except (struct.error, ValueError):
        return "unknown"
    return next((kind for name, kind in _OLE_STREAMS.items() if name in names), "unknown")


def _office_kind(names: list[str]) -> str:
    if "OFD.xml" in names:
        return "ofd"
    if "[Content_Types].xml" in names:
        for folder, kind in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
            if any(name.startswith(folder) for name in names):
                return kind
    return "archive"


def _directory_is_small(file: BinaryIO) -> bool:
    # zipfile reads the whole directory: a million names must not get that far.
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - _TAIL_BYTES))
    tail = file.read(_TAIL_BYTES)
    record = tail[tail.rfind(_END_RECORD) :][:_END_RECORD_BYTES]
    if not record.startswith(_END_RECORD) or len(record) < _END_RECORD_BYTES:
        return False
    entries, directory_bytes = struct.unpack_from("<HI", record, 10)
    return bool(entries <= MAX_ENTRIES and directory_bytes <= MAX_DIRECTORY_BYTES)


def _ole_names(file: BinaryIO) -> set[str]:
    file.seek(0)
    header = file.read(_OLE_HEADER_BYTES)
    (shift,) = struct.unpack_from("<H", header, 30)
    (sector,) = struct.unpack_from("<I", header, 48)
    if shift not in _OLE_SECTOR_SHIFTS:
        raise ValueError("sector size")
    fat_sectors = struct.unpack_from(f"<{_OLE_FAT_SLOTS}I", header, 76)
    names: set[str] = set()
    for _ in range(_OLE_MAX_SECTORS):
        if sector >= _OLE_LAST_SECTOR:
            break
        names |= _entry_names(_ole_sector(file, sector, shift))
        sector = _ole_next(file, sector, shift, fat_sectors)
    return names


def _ole_sector(file: BinaryIO, sector: int, shift: int) -> bytes:
    file.seek((sector + 1) << shift)
    return file.read(1 << shift)


def _ole_next(file: BinaryIO, sector: int, shift: int, fat_sectors: tuple[int, ...]) -> int:
    slot, place = divmod(sector, 1 << shift - 2)
    if slot >= _OLE_FAT_SLOTS or fat_sectors[slot] >= _OLE_LAST_SECTOR:
        raise ValueError("no such sector")
    (following,) = struct.unpack_from("<I", _ole_sector(file, fat_sectors[slot], shift), place * 4)
    return int(following)


def _entry_names(sector: bytes) -> set[str]:
    names = set()
    for start in range(0, len(sector) - _OLE_ENTRY_BYTES + 1, _OLE_ENTRY_BYTES):
        (length,) = struct.unpack_from("<H", sector, start + _OLE_NAME_BYTES)
        if _OLE_NAME_END < length <= _OLE_NAME_BYTES:
            names.add(sector[start : start + length - _OLE_NAME_END].decode("utf-16-le", "replace"))
    return names
