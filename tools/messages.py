"""Collects the texts of pages, jobs and documents into the catalogues and compiles them; checks freshness.

Source texts are English; `locale/zh_Hans` holds the Chinese, all of it, and `locale/zh_Hans-x-sichuan` those
texts alone that 四川话 says otherwise. The compiled catalogues are committed, so that a machine without
gettext runs.
"""

import gettext
import io
import sys
from collections.abc import Iterator
from pathlib import Path

import sichuanese
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "huiyin"
CATALOGUE = SOURCE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
SPARSE = SOURCE / "locale" / "zh_Hans-x-sichuan" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip


def collected() -> Catalog:
    """Return every text marked for translation."""
    catalog = Catalog(charset="utf-8")
    for path, source in sources():
        for line, message, comments, context in extract("python", source, KEYWORDS, ["Translators:"]):
            place = [(str(path.relative_to(ROOT)), line)]
            catalog.add(message, locations=place, auto_comments=comments, context=context)
    return catalog


def sources() -> Iterator[tuple[Path, io.BytesIO]]:
    """Return every Python module, and every template turned into something that reads like one."""
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, io.BytesIO(path.read_bytes())
    for pattern in ("*.html", "*.txt", "*.typ"):
        for path in sorted(SOURCE.rglob(f"templates/**/{pattern}")):
            code = templatize(path.read_text("utf-8"), origin=str(path))
            yield path, io.BytesIO("\n".join(line.lstrip() for line in code.splitlines()).encode())


def catalogue(path: Path) -> Catalog:
    """Return a committed catalogue, or an empty one."""
    if not path.exists():
        return Catalog(locale="zh_Hans", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale="zh_Hans")  # plurals and numbers of 四川话 are those of Chinese


def compiled(catalog: Catalog) -> bytes:
    """Return the bytes of the compiled catalogue."""
    output = io.BytesIO()
    write_mo(output, catalog)
    return output.getvalue()


def update() -> int:
    """Add new texts, drop those no longer used, compile; the wordings of 四川话 are only laid out anew."""
    catalog, wanted = catalogue(CATALOGUE), collected()
    catalog.update(wanted, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    sparse = sichuanese.refreshed(catalogue(SPARSE), wanted)
    _write(CATALOGUE, catalog)
    _write(SPARSE, sparse)
    sichuanese.PAGE.write_text(sichuanese.page(sparse, catalog), "utf-8")
    return 0


def _write(path: Path, catalog: Catalog) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    output = io.BytesIO()
    write_po(output, catalog, width=100, sort_output=True, omit_header=False)
    path.write_bytes(output.getvalue())
    path.with_suffix(".mo").write_bytes(compiled(catalog))


def faults() -> list[str]:
    """Return what is not fresh, one line each."""
    catalog, sparse, wanted = catalogue(CATALOGUE), catalogue(SPARSE), collected()
    known = {(message.id, message.context): message for message in catalog if message.id}
    needed = {(message.id, message.context) for message in wanted if message.id}
    found = [f"not in the catalogue: {identity[0]!r}" for identity in sorted(needed - set(known), key=str)]
    found += [f"no longer used: {identity[0]!r}" for identity in sorted(set(known) - needed, key=str)]
    found += [
        f"not translated: {message.id!r}" for message in known.values() if not _complete(message.string)
    ]
    found += sichuanese.faults(sparse, catalog, wanted)
    found += [
        f"the compiled catalogue differs from its source: {path.parent.parent.name}"
        for path, read in ((CATALOGUE, catalog), (SPARSE, sparse))
        if not _is_compiled(path, read)
    ]
    shown = sichuanese.PAGE.read_text("utf-8") if sichuanese.PAGE.exists() else ""
    if shown != sichuanese.page(sparse, catalog):
        found.append("docs/sichuanese.md differs from the catalogues")
    return found


def _is_compiled(path: Path, catalog: Catalog) -> bool:
    binary = path.with_suffix(".mo")
    return binary.exists() and _texts(binary.read_bytes()) == _texts(compiled(catalog))


def _texts(binary: bytes) -> dict[object, str]:
    catalog = gettext.GNUTranslations(io.BytesIO(binary))._catalog  # type: ignore[attr-defined]  # noqa: SLF001
    return {key: text for key, text in catalog.items() if key}  # the empty key is the header


def _complete(text: str | tuple[str, ...]) -> bool:
    return all(text) if isinstance(text, tuple) else bool(text)


def main() -> int:
    """Update the catalogues, or with --check say whether they are fresh."""
    settings.configure(USE_I18N=True)
    if "--check" not in sys.argv:
        return update()
    found = faults()
    for line in found:
        sys.stderr.write(f"{line}\n")
    if found:
        sys.stderr.write(f"{len(found)} faults. Run: make messages, then translate what is empty.\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
