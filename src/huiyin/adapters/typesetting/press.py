"""The press: one template, plain data and an instant become one PDF/A-2a, without network or clock.

Typst runs inside this process with the folder of templates as its root. Texts reach it as data only
(`sys.inputs`), so that nothing in them is read as Typst.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import local
from typing import Any

import typst

from huiyin.adapters.typesetting.fonts import FontSet, installed
from huiyin.adapters.typesetting.printable import printable_data
from huiyin.kernel.errors import HuiyinError

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, kw_only=True)
class Printed:
    """A finished PDF; `no_glyph` names the characters that stand in it as ``⟦U+XXXXX⟧``."""

    pdf: bytes
    no_glyph: tuple[str, ...]


class _Compilers(local):
    """A compiler serves one thread at a time; each thread keeps its own."""

    def __init__(self) -> None:
        self.fonts: FontSet | None = None
        self.by_template: dict[str, typst.Compiler] = {}

    def get(self, template: str, fonts: FontSet) -> typst.Compiler:
        if self.fonts is not fonts:
            self.fonts, self.by_template = fonts, {}
        if template not in self.by_template:
            self.by_template[template] = typst.Compiler(
                input=str(TEMPLATES / template),
                root=str(TEMPLATES),
                font_paths=fonts.handle,
                ignore_system_fonts=True,
            )
        return self.by_template[template]


_compilers = _Compilers()


def press(
    template: str, data: Mapping[str, Any], *, at: datetime, own: Mapping[str, Any] | None = None
) -> Printed:
    """Return the PDF of `template` filled with `data`; the same arguments give the same bytes.

    `data` is plain (strings, integers, booleans, lists, mappings) and may hold any text. `own` is passed
    untouched and must not hold text from outside. `at` is written into the file as its date.
    """
    pdf, missing = _set(
        template, data, own, format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=int(at.timestamp())
    )
    return Printed(pdf=_one(pdf), no_glyph=missing)


def draw(
    template: str, data: Mapping[str, Any], *, own: Mapping[str, Any] | None = None
) -> tuple[bytes, ...]:
    """Return the pages of the same document as SVG pictures, for a look before it is issued."""
    pages, _ = _set(template, data, own, format="svg")
    return (pages,) if isinstance(pages, bytes) else tuple(pages or ())


def _set(
    template: str, data: Mapping[str, Any], own: Mapping[str, Any] | None, **how: Any
) -> tuple[bytes | list[bytes] | None, tuple[str, ...]]:
    fonts = installed()
    clean, missing = printable_data(data, fonts.prints)
    families = {"song": fonts.song, "hei": fonts.hei, "mono": fonts.mono}
    inputs = {"data": json.dumps({**clean, **(own or {}), "fonts": families}, ensure_ascii=False)}
    try:
        made = _compilers.get(template, fonts).compile(sys_inputs=inputs, **how)
    except typst.TypstError:
        # Its message quotes the text being set.
        raise HuiyinError("typesetting.failed", template=template) from None
    return made, tuple(sorted(missing))


def _one(pdf: bytes | list[bytes] | None) -> bytes:
    if not isinstance(pdf, bytes):
        raise TypeError("Typst gave no single file")
    return pdf
