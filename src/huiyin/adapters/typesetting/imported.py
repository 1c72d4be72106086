"""信访答复（导入件）: a reply given elsewhere, as it was; it cites no law that its writer did not cite."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from huiyin.adapters.typesetting.layout import (
    Block,
    Document,
    Layout,
    demand_order,
    paragraphs,
    sections,
    the_matter,
)
from huiyin.adapters.typesetting.wording import chinese_date


@dataclass(frozen=True, kw_only=True)
class ImportedReply(Document):
    """The words of the reply, and that they were not issued by this system; `source` says from where."""

    matter: str
    received_on: date
    source: str
    request: str
    answer: str

    TITLE: ClassVar[str] = "信访答复（导入件）"
    LAYOUT: ClassVar[Layout] = Layout.PUBLIC
    MAY_BE_EMPTY: ClassVar[frozenset[str]] = frozenset({"contact", "copied_to"})

    def check(self) -> None:
        """Answered after it was received."""
        demand_order("issued_on", self.received_on, self.issued_on)

    def body(self) -> list[Block]:
        """What was said and what was answered, word for word."""
        return [
            Block(
                "para",
                f"您于{chinese_date(self.received_on)}通过{self.source}提出"
                f"{the_matter(self.matter, self.petition_number)}，"
                f"承办单位已于{chinese_date(self.issued_on)}在该平台答复。"
                "本件系该答复导入本系统的存档件，并非由本系统签发，内容照录如下：",
            ),
            *sections(("您反映的内容", paragraphs(self.request)), ("答复", paragraphs(self.answer))),
        ]
