"""The kinds of file that may be evidence, their names in the outside world, and the limits of an upload."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import PureWindowsPath

from huiyin.kernel.errors import Invalid

MAX_FILES = 200
MAX_FILE_BYTES = 2 << 30


class Kind(StrEnum):
    """A kind of file, told by its content."""

    AMR = "amr"
    CSV = "csv"
    DOC = "doc"
    DOCX = "docx"
    GIF = "gif"
    HEIC = "heic"
    JPEG = "jpeg"
    M4A = "m4a"
    MOV = "mov"
    MP3 = "mp3"
    MP4 = "mp4"
    OFD = "ofd"
    OGG = "ogg"
    PDF = "pdf"
    PNG = "png"
    PPT = "ppt"
    PPTX = "pptx"
    THREE_GP = "3gp"
    TXT = "txt"
    WAV = "wav"
    WEBM = "webm"
    WEBP = "webp"
    XLS = "xls"
    XLSX = "xlsx"


@dataclass(frozen=True)
class KindName:
    """How a kind is called: its media type, and the file name extensions it goes by, the usual one first."""

    media_type: str
    extensions: tuple[str, ...]


_OPEN_XML = "application/vnd.openxmlformats-officedocument"

# WPS Office writes .wps, .et and .dps as the older Word, Excel and PowerPoint do.
NAMES = {
    Kind.AMR: KindName("audio/amr", ("amr",)),
    Kind.CSV: KindName("text/csv", ("csv",)),
    Kind.DOC: KindName("application/msword", ("doc", "wps", "dot", "wpt")),
    Kind.DOCX: KindName(f"{_OPEN_XML}.wordprocessingml.document", ("docx", "dotx", "wps")),
    Kind.GIF: KindName("image/gif", ("gif",)),
    Kind.HEIC: KindName("image/heic", ("heic", "heif", "hif")),
    Kind.JPEG: KindName("image/jpeg", ("jpg", "jpeg", "jpe", "jfif")),
    Kind.M4A: KindName("audio/mp4", ("m4a", "m4b", "mp4")),
    Kind.MOV: KindName("video/quicktime", ("mov", "qt")),
    Kind.MP3: KindName("audio/mpeg", ("mp3",)),
    Kind.MP4: KindName("video/mp4", ("mp4", "m4v", "m4a")),
    Kind.OFD: KindName("application/ofd", ("ofd",)),
    Kind.OGG: KindName("audio/ogg", ("ogg", "oga", "ogv", "opus")),
    Kind.PDF: KindName("application/pdf", ("pdf",)),
    Kind.PNG: KindName("image/png", ("png",)),
    Kind.PPT: KindName("application/vnd.ms-powerpoint", ("ppt", "dps", "pps")),
    Kind.PPTX: KindName(f"{_OPEN_XML}.presentationml.presentation", ("pptx", "ppsx", "dps")),
    Kind.THREE_GP: KindName("video/3gpp", ("3gp", "3gpp", "mp4")),
    Kind.TXT: KindName("text/plain", ("txt", "text", "log", "md", "")),
    Kind.WAV: KindName("audio/wav", ("wav",)),
    Kind.WEBM: KindName("video/webm", ("webm",)),
    Kind.WEBP: KindName("image/webp", ("webp",)),
    Kind.XLS: KindName("application/vnd.ms-excel", ("xls", "et", "xlt")),
    Kind.XLSX: KindName(f"{_OPEN_XML}.spreadsheetml.sheet", ("xlsx", "et")),
}

PHOTOS = frozenset({Kind.GIF, Kind.JPEG, Kind.PNG, Kind.WEBP})  # pictures that are decoded here
MEDIA = {name.media_type: kind for kind, name in NAMES.items()}

# Text that a double click would run. Its content looks like any text, so here the name must decide.
_RUN_BY_WINDOWS = (
    "bat cmd com cpl hta inf ins js jse lnk msc msi ps1 psm1 reg scf scr sct url vb vbe vbs wsc wsf wsh"
)
_RUN_ELSEWHERE = "htm html jar mht mhtml php pl py rb sh svg xht xhtml xml"
SCRIPT_EXTENSIONS = frozenset(f"{_RUN_BY_WINDOWS} {_RUN_ELSEWHERE}".split())


def require_count(files: int) -> None:
    """Raise ``evidence.too_many`` beyond 200 files of one petition."""
    if files > MAX_FILES:
        raise Invalid("evidence.too_many", field="files", limit=MAX_FILES, found=files)


def require_size(size: int) -> None:
    """Raise ``evidence.empty`` at 0 bytes, ``evidence.too_large`` beyond 2 GiB."""
    if size == 0:
        raise Invalid("evidence.empty", field="files")
    if size > MAX_FILE_BYTES:
        raise Invalid("evidence.too_large", field="files", limit=MAX_FILE_BYTES)


def extension(name: str) -> str:
    """Return the extension of a file name in lower case, without its dot; empty when there is none."""
    return PureWindowsPath(name.strip(". ")).suffix.removeprefix(".").lower()


def saved_as(name: str, media_type: str) -> str:
    """Return a name under which a file may be saved: one whose extension says another kind gets its own.

    >>> saved_as("run.exe", "application/pdf")
    'run.exe.pdf'
    """
    kind = MEDIA.get(media_type)
    if kind is None or extension(name) in NAMES[kind].extensions:
        return name
    return f"{name}.{NAMES[kind].extensions[0]}"
