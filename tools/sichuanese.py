"""Looks after the catalogue of 四川话: it holds only what differs from Mandarin, and lays it out for review.

Run by `tools/messages.py`. A wording is never added, emptied or dropped by a program: somebody wrote it, and
somebody must look when its text is gone.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "sichuanese.md"
GLOSSARY = ROOT / "docs" / "glossary.md"
PUBLIC = ("src/huiyin/web/portal/", "src/huiyin/web/shared/")
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[a-z]|\{\w*\}")
# What law, dates and numbers say stays as it is: titles of laws and documents, articles, figures, codes.
FIXED = re.compile(r"《[^》]+》|第[〇零一二三四五六七八九十百]+条|\d+|[A-Za-z]+[A-Za-z0-9-]*")
TERM = re.compile(r"^\| *([\u4e00-\u9fff][^|]*?) *\|", re.MULTILINE)

HEAD = """# 四川话

The third wording of the public pages, text by text, for review: does each line say in 四川话 exactly what it
says in Mandarin, plainly and without a smile at anybody? What is not listed here is shown in Mandarin.

Made by `tools/messages.py` from the catalogues; `make check` compares. To change a wording, edit
`src/huiyin/locale/zh_Hans-x-sichuan/LC_MESSAGES/django.po`, then `make messages`.

| English | Mandarin | 四川话 |
|---|---|---|
"""


def refreshed(sparse: Catalog, wanted: Catalog) -> Catalog:
    """Return the catalogue with the places of its texts as they are now; nothing added, nothing dropped."""
    for message in written(sparse):
        found = wanted.get(message.id, message.context)
        message.locations = found.locations if found else []
        message.auto_comments = []
    return sparse


def faults(sparse: Catalog, chinese: Catalog, wanted: Catalog) -> list[str]:
    """Return what is wrong with the catalogue of 四川话, one line each."""
    terms = legal_terms()
    return [
        f"四川话: {fault}: {message.id!r}"
        for message in written(sparse)
        for fault in _of_message(message, chinese, wanted, terms)
    ]


def page(sparse: Catalog, chinese: Catalog) -> str:
    """Return the page for review: one line a text."""
    rows = [
        (_cell(message.id), _cell(_mandarin(message, chinese)), _cell(message.string))
        for message in sorted(written(sparse), key=lambda one: str(one.id))
    ]
    return HEAD + "".join(f"| {english} | {mandarin} | {said} |\n" for english, mandarin, said in rows)


def legal_terms() -> set[str]:
    """Return the Chinese legal terms of the glossary."""
    cells = TERM.findall(GLOSSARY.read_text("utf-8"))
    return {term.strip() for cell in cells for term in re.split(r"[/、]", cell)}


def written(sparse: Catalog) -> list[Message]:
    """Return the texts of a catalogue, its header left out."""
    return [message for message in sparse if message.id]


def _of_message(message: Message, chinese: Catalog, wanted: Catalog, terms: set[str]) -> Iterator[str]:
    found = wanted.get(message.id, message.context)
    if found is None:
        yield "no longer a text of the pages; reword or remove it by hand"
        return
    if not any(place.startswith(PUBLIC) for place, _line in found.locations):
        yield "not a text of the public pages"
    mandarin = _mandarin(message, chinese)
    if message.fuzzy or not all(_forms(message.string)):
        yield "empty or doubtful"
    elif _forms(message.string) == _forms(mandarin):
        yield "the same as in Mandarin, so it need not stand here"
    else:
        yield from _changed(message, mandarin, terms)


def _changed(message: Message, mandarin: str | tuple[str, ...], terms: set[str]) -> Iterator[str]:
    asked = set(PLACEHOLDER.findall(_forms(message.id)[-1]))
    if any(set(PLACEHOLDER.findall(one)) != asked for one in _forms(message.string)):
        yield "other placeholders"
    plain, said = "".join(_forms(mandarin)), "".join(_forms(message.string))
    if set(FIXED.findall(plain)) != set(FIXED.findall(said)):
        yield "other laws, articles or numbers"
    lost = sorted(term for term in terms if term in plain and term not in said)
    if lost:
        yield f"without the legal term {'、'.join(lost)}"


def _mandarin(message: Message, chinese: Catalog) -> str | tuple[str, ...]:
    found = chinese.get(message.id, message.context)
    return found.string if found else ""


def _forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _cell(text: str | tuple[str, ...]) -> str:
    return " / ".join(_forms(text)).replace("|", "\\|").replace("\n", " ")
