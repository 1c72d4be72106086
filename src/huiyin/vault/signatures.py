"""What a file is, told by its first bytes. Own table: the answer decides what is let in (see decisions)."""

import codecs
import re

HEAD_BYTES = 1 << 16  # how much of a file `by_head` wants to see

# The first one that fits is the answer; `zip` and `ole` are containers to be looked into.
_AT_START = (
    (b"%PDF-", "pdf"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"OggS", "ogg"),
    (b"#!AMR", "amr"),
    (b"ID3", "mp3"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"\x7fELF", "executable"),
    (b"\xca\xfe\xba\xbe", "executable"),
    (b"\xfe\xed\xfa\xce", "executable"),
    (b"\xfe\xed\xfa\xcf", "executable"),
    (b"\xce\xfa\xed\xfe", "executable"),
    (b"\xcf\xfa\xed\xfe", "executable"),
    (b"dex\n", "executable"),
    (b"\x00asm", "executable"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "executable"),  # a Windows shortcut
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\x00", "archive"),
    (b"{\\rtf", "rtf"),
    (b"%!PS", "postscript"),
)
_HEIC = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}
_MP4 = {b"isom", b"mp41", b"mp42", b"avc1", b"mmp4", b"M4V ", b"M4VH", b"M4VP", b"dash", b"MSNV", b"XAVC"}
_MPEG_LAYER_3, _MPEG_LAYER_3_IS = 0xFFE60000, 0xFFE20000
_MPEG_RESERVED_RATE = 0b11
_OLD_MOV = {b"moov", b"mdat", b"wide", b"pnot"}
_SCRIPTED = re.compile(r"<\s*(!doctype\s+html|html|head|body|script|iframe|svg|\?php)", re.IGNORECASE)
_MARKUP = re.compile(r"<[a-z!?%/]", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_SNIFFED = 1024  # how far browsers look for markup
_BOM_ENCODINGS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def by_head(head: bytes) -> str:
    """Return what the file is: a kind's value, ``zip``, ``ole``, ``text``, or what must stay out.

    ``html``, ``svg``, ``xml``, ``script``, ``executable``, ``archive``, ``rtf``, ``postscript``, ``unknown``.
    """
    for magic, found in _AT_START:
        if head.startswith(magic):
            return found
    return _riff(head) or _media(head) or _mpeg_audio(head) or _windows_program(head) or _text(head)


def _riff(head: bytes) -> str:
    return {b"WEBP": "webp", b"WAVE": "wav"}.get(head[8:12], "") if head.startswith(b"RIFF") else ""


def _media(head: bytes) -> str:
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "webm" if b"webm" in head[:64] else "unknown"
    if head[4:8] == b"ftyp":
        return _brand(head)
    return "mov" if head[4:8] in _OLD_MOV else ""


def _brand(head: bytes) -> str:
    brand = head[8:12]
    box = head[8 : min(int.from_bytes(head[:4], "big"), 256)]
    if b"avif" in box or b"avis" in box:
        return "unknown"
    if brand in _HEIC:
        return "heic"
    if brand in _MP4 or brand.startswith(b"iso"):
        return "mp4"
    return {b"qt ": "mov", b"M4A": "m4a", b"M4B": "m4a", b"3gp": "3gp", b"3g2": "3gp"}.get(
        brand[:3], "unknown"
    )


def _mpeg_audio(head: bytes) -> str:
    # Eleven bits of synchronisation and layer III; version, bit rate and sample rate must not be reserved.
    frame = int.from_bytes(head[:4].ljust(4, b"\x00"), "big")
    if frame & _MPEG_LAYER_3 != _MPEG_LAYER_3_IS:
        return ""
    version, bit_rate, sample_rate = frame >> 19 & 0b11, frame >> 12 & 0b1111, frame >> 10 & 0b11
    return (
        "" if version == 0b01 or bit_rate in {0b0000, 0b1111} or sample_rate == _MPEG_RESERVED_RATE else "mp3"
    )


def _windows_program(head: bytes) -> str:
    return "executable" if head.startswith(b"MZ") and b"\x00" in head[:256] else ""


def _text(head: bytes) -> str:
    text = _decoded(head)
    if text is None or _CONTROLS.search(text):
        return "unknown"
    start = text.lstrip()
    if start.startswith("#!"):
        return "script"
    sniffed = start[:_SNIFFED]
    if scripted := _SCRIPTED.search(sniffed):
        return "svg" if scripted[1].lower() == "svg" else "html"
    return "xml" if _MARKUP.match(sniffed) else "text"


def _decoded(head: bytes) -> str | None:
    for mark, encoding in _BOM_ENCODINGS:
        if head.startswith(mark):
            return _try(head, encoding)
    text = _try(head, "utf-8")
    return text if text is not None else _try(head, "gb18030")


def _try(head: bytes, encoding: str) -> str | None:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        return decoder.decode(head, final=len(head) < HEAD_BYTES)
    except UnicodeDecodeError:
        return None
