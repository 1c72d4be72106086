"""What every official document has: its sheet, its blocks of text, and the demand that nothing is missing."""

import re
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, ClassVar

from huiyin.adapters.typesetting.wording import is_document_number, ordinal
from huiyin.kernel.clock import LOCAL_ZONE
from huiyin.kernel.errors import Invalid

REGULATIONS = "《信访工作条例》"
_SPACE = re.compile(r"[\s\u200b]*")


class Layout(StrEnum):
    """The formats of GB/T 9704-2012 in use."""

    PUBLIC = "public"  # section 7: red mark, number, red line
    LETTER = "letter"  # section 10.1: letter format, for notices
    FORM = "form"  # a record in table form, such as the proof of service


@dataclass(frozen=True)
class Block:
    """One piece of the body; `kind` is known to the template ``paper.typ``."""

    kind: str
    text: str = ""
    lead: str = ""
    rows: tuple[tuple[Any, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Document:
    """A document of one office to one addressee. Raises Invalid, naming the field, when a demand is unmet.

    `issuer` is the organ in whose own name it goes out, `number` its document number such as
    ``川环信〔2026〕12号``, `petition_number` the number of the petition. `demo` marks every page 演示,
    `draft` 草稿; a draft has no number yet.
    """

    issuer: str
    number: str
    issued_on: date
    addressee: str
    petition_number: str
    contact: str = ""
    copied_to: tuple[str, ...] = ()
    demo: bool = False
    draft: bool = False

    TITLE: ClassVar[str] = ""
    LAYOUT: ClassVar[Layout] = Layout.LETTER
    MAY_BE_EMPTY: ClassVar[frozenset[str]] = frozenset({"contact", "copied_to"})

    def __post_init__(self) -> None:
        """Check what the law and the layout demand."""
        for item in fields(self):
            if item.name not in {*self.MAY_BE_EMPTY, "number"}:
                demand_said(item.name, getattr(self, item.name))
        if bool(self.number) is self.draft or not (self.draft or is_document_number(self.number)):
            raise Invalid("document.number_form", field="number")
        self.check()

    def check(self) -> None:
        """Raise Invalid for what only this kind of document demands."""

    @property
    def title(self) -> str:
        """The title as printed."""
        return self.TITLE

    @property
    def issued_at(self) -> datetime:
        """The start of the day of issue in legal time: the date inside the file."""
        return datetime.combine(self.issued_on, time(), LOCAL_ZONE)

    def body(self) -> list[Block]:
        """Return the blocks between addressee and signature."""
        raise NotImplementedError

    def notes(self) -> list[str]:
        """Return the notes below the signature."""
        return [f"联系方式：{self.contact}"] if said(self.contact) else []


def said(text: str) -> bool:
    """True when `text` holds more than white space."""
    return _SPACE.fullmatch(text) is None


def demand_said(name: str, value: object) -> None:
    """Raise Invalid when a text is blank, or a list is empty or holds a blank text."""
    if isinstance(value, str) and not said(value):
        raise Invalid("document.missing", field=name)
    if isinstance(value, tuple):
        if not value:
            raise Invalid("document.missing", field=name)
        for item in value:
            demand_said(name, item)


def demand_order(name: str, earlier: date, later: date) -> None:
    """Raise Invalid when the day in field `name` lies before the day it must follow."""
    if later < earlier:
        raise Invalid("document.order", field=name, earlier=earlier.isoformat(), later=later.isoformat())


def paragraphs(text: str) -> list[Block]:
    """Return each line of `text` as a paragraph; blank lines are dropped."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [Block("para", line.strip()) for line in lines if said(line)]


def numbered(texts: tuple[str, ...]) -> list[Block]:
    """Return `texts` as 1. 2. 3., or one plain paragraph when there is only one."""
    if len(texts) == 1:
        return paragraphs(texts[0])
    return [
        block for place, text in enumerate(texts, start=1) for block in paragraphs(f"{place}. {text.strip()}")
    ]


def sections(*parts: tuple[str, list[Block]]) -> list[Block]:
    """Return headed sections, numbered 一、二、三、; a part without blocks is left out with its heading."""
    blocks: list[Block] = []
    for place, (heading, content) in enumerate((part for part in parts if part[1]), start=1):
        blocks += [Block("heading", f"{ordinal(place)}、{heading}"), *content]
    return blocks


def points(*parts: tuple[str, list[Block]]) -> list[Block]:
    """Return headed points, numbered; a point of one paragraph runs on behind its heading, as notices do."""
    blocks: list[Block] = []
    for place, (heading, content) in enumerate((part for part in parts if part[1]), start=1):
        head = f"{ordinal(place)}、{heading}"
        if len(content) == 1:
            blocks.append(Block("point", content[0].text, lead=f"{head}："))
        else:
            blocks += [Block("heading", head), *content]
    return blocks


def the_matter(matter: str, number: str) -> str:
    """Return how a document names the petition it is about."""
    return f"关于“{matter}”的信访事项（编号{number}）"
