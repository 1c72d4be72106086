"""信访事项答复书, arts. 29 and 30: answers a suggestion, or an accusation the office itself handles."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from huiyin.adapters.typesetting.layout import (
    REGULATIONS,
    Block,
    Document,
    Layout,
    demand_order,
    numbered,
    paragraphs,
    sections,
    the_matter,
)
from huiyin.adapters.typesetting.wording import chinese_date

_ARTICLES = {
    "suggestion": "第二十九条",
    "accusation": "第三十条",
    "claim": "第三十一条",
}
_OUTCOMES = {
    "adopted": "您的意见建议，本机关予以采纳。",
    "partly_adopted": "您的意见建议，本机关部分采纳。",
    "not_adopted": "您的意见建议，本机关没有采纳，理由如下：",
    "answered": "",
}


@dataclass(frozen=True, kw_only=True)
class Reply(Document):
    """信访事项答复书. `klass` is suggestion, accusation or claim; `outcome` one of `_OUTCOMES`."""

    matter: str
    channel: str
    received_on: date
    klass: str
    outcome: str
    request: str
    answer: str
    legal_basis: tuple[str, ...] = ()

    TITLE: ClassVar[str] = "信访事项答复书"
    LAYOUT: ClassVar[Layout] = Layout.PUBLIC
    MAY_BE_EMPTY: ClassVar[frozenset[str]] = frozenset({"contact", "copied_to", "legal_basis"})

    def check(self) -> None:
        """Answered after it was received."""
        demand_order("issued_on", self.received_on, self.issued_on)

    def body(self) -> list[Block]:
        """What was said, what came of it, on which basis."""
        verdict = [Block("para", _OUTCOMES[self.outcome])] if _OUTCOMES[self.outcome] else []
        return [
            Block(
                "para",
                f"您通过{self.channel}提出的{the_matter(self.matter, self.petition_number)}，本机关于"
                f"{chinese_date(self.received_on)}收到。根据{REGULATIONS}{_ARTICLES[self.klass]}，"
                "经认真研究，现答复如下：",
            ),
            *sections(
                ("您反映的内容", paragraphs(self.request)),
                ("答复", [*verdict, *paragraphs(self.answer)]),
                ("依据", numbered(self.legal_basis) if self.legal_basis else []),
            ),
        ]
