"""Collects the texts of pages, jobs and documents into the catalogues and compiles them; checks freshness.

Source texts are English; `locale/zh_Hans` holds the Chinese. The compiled catalogues are committed, so
that a machine without gettext runs.
"""

import gettext
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "huiyin"
CATALOGUE = SOURCE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
COMPILED = CATALOGUE.with_suffix(".mo")
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


def catalogue() -> Catalog:
    """Return the committed catalogue, or an empty one."""
    if not CATALOGUE.exists():
        return Catalog(locale="zh_Hans", charset="utf-8")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def compiled(catalog: Catalog) -> bytes:
    """Return the bytes of the compiled catalogue."""
    output = io.BytesIO()
    write_mo(output, catalog)
    return output.getvalue()


def update() -> int:
    """Add new texts, drop those no longer used, compile."""
    catalog = catalogue()
    catalog.update(collected(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    output = io.BytesIO()
    write_po(output, catalog, width=100, sort_output=True, omit_header=False)
    CATALOGUE.write_bytes(output.getvalue())
    COMPILED.write_bytes(compiled(catalog))
    return 0


def faults() -> list[str]:
    """Return what is not fresh, one line each."""
    catalog, wanted = catalogue(), collected()
    known = {(message.id, message.context): message for message in catalog if message.id}
    needed = {(message.id, message.context) for message in wanted if message.id}
    found = [f"not in the catalogue: {identity[0]!r}" for identity in sorted(needed - set(known), key=str)]
    found += [f"no longer used: {identity[0]!r}" for identity in sorted(set(known) - needed, key=str)]
    found += [
        f"not translated: {message.id!r}" for message in known.values() if not _complete(message.string)
    ]
    if known and (not COMPILED.exists() or _texts(COMPILED.read_bytes()) != _texts(compiled(catalog))):
        found.append("the compiled catalogue differs from its source")
    return found


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
        sys.stderr.write(f"{len(found)} texts. Run: make messages, then translate what is empty.\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
