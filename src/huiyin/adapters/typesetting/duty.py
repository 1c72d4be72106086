"""履行法定职责答复书, art. 31(5): the answer to one who asked that an unlawful act be dealt with.

The remedy printed concerns the underlying act only: the duty performed or not, and the decision made. This
answer is no petition opinion; it opens neither review nor re-examination, and nothing here says that a
reply to a petition could be sued over (Supreme People's Court, interpretation of 2018, art. 1(2)(9)).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from huiyin.adapters.typesetting.layout import (
    REGULATIONS,
    Block,
    Document,
    Layout,
    demand_order,
    demand_said,
    numbered,
    paragraphs,
    sections,
    the_matter,
)
from huiyin.adapters.typesetting.wording import chinese_date, chinese_money
from huiyin.kernel.errors import Invalid


@dataclass(frozen=True, kw_only=True)
class Enforcement:
    """An administrative decision made in performing the duty, such as an order and a fine.

    `name` as in its own title (责令改正违法行为决定书), `orders` what it demands, `fine` in yuan.
    """

    name: str
    number: str
    decided_on: date
    against: str
    orders: tuple[str, ...]
    fine: Decimal | int | None = None

    def __post_init__(self) -> None:
        """A decision is named whole."""
        for field in ("name", "number", "against", "orders"):
            demand_said(f"decisions.{field}", getattr(self, field))
        if self.fine is not None and self.fine <= 0:
            raise Invalid("document.fine", field="decisions.fine")

    def blocks(self) -> list[Block]:
        """Name, number, day and content."""
        fine = [Block("para", f"罚款：人民币{chinese_money(self.fine)}。")] if self.fine is not None else []
        return [
            Block(
                "para",
                f"{chinese_date(self.decided_on)}，本机关对{self.against}作出《{self.name}》"
                f"（{self.number}），内容如下：",
            ),
            *numbered(self.orders),
            *fine,
        ]


@dataclass(frozen=True, kw_only=True)
class DutyReply(Document):
    """履行法定职责答复书. `duty` is the duty with its provision, `found` what the inquiry established.

    `result` is the conclusion in words; `decisions` what was ordered, empty when nothing unlawful was
    found. `reconsideration_body` decides on an application for administrative reconsideration.
    """

    matter: str
    received_on: date
    request: str
    duty: str
    found: str
    result: str
    legal_basis: tuple[str, ...]
    reconsideration_body: str
    decisions: tuple[Enforcement, ...] = ()

    TITLE: ClassVar[str] = "履行法定职责答复书"
    LAYOUT: ClassVar[Layout] = Layout.PUBLIC
    MAY_BE_EMPTY: ClassVar[frozenset[str]] = frozenset({"contact", "copied_to", "decisions"})

    def check(self) -> None:
        """Decisions come before the answer that reports them."""
        demand_order("issued_on", self.received_on, self.issued_on)
        for decision in self.decisions:
            demand_order("decisions", decision.decided_on, self.issued_on)

    def body(self) -> list[Block]:
        """Request, duty, facts, what was done, basis, and the remedy against the underlying act."""
        return [
            Block(
                "para",
                f"您提出的{the_matter(self.matter, self.petition_number)}，本机关于"
                f"{chinese_date(self.received_on)}收到。该事项属于申请查处违法行为、履行保护人身权或者财产权等"
                f"合法权益职责，根据{REGULATIONS}第三十一条第五项，由本机关依法履行职责。"
                "现将履行职责的情况答复如下：",
            ),
            *sections(
                ("您的请求", paragraphs(self.request)),
                ("本机关的法定职责", paragraphs(self.duty)),
                ("查明的事实", paragraphs(self.found)),
                ("处理结果", [*paragraphs(self.result), *self._decisions()]),
                ("法律依据", numbered(self.legal_basis)),
                ("救济途径", self._remedy()),
            ),
        ]

    def _decisions(self) -> list[Block]:
        return [block for decision in self.decisions for block in decision.blocks()]

    def _remedy(self) -> list[Block]:
        duty = (
            "您认为本机关未依法履行上述法定职责的，可以自知道或者应当知道之日起60日内，"
            f"向{self.reconsideration_body}申请行政复议；对行政复议决定不服的，"
            "可以自收到行政复议决定书之日起15日内，依法向人民法院提起行政诉讼。"
        )
        names = "、".join(f"《{decision.name}》（{decision.number}）" for decision in self.decisions)
        decision = (
            f"您与{names}有利害关系并对该行政行为不服的，可以自知道或者应当知道该行政行为之日起60日内，"
            f"向{self.reconsideration_body}申请行政复议，也可以自知道或者应当知道之日起6个月内，"
            "依法向人民法院提起行政诉讼；法律另有规定的，从其规定。"
        )
        apart = (
            "以上途径针对本机关履行职责的行政行为。本答复书不是信访处理意见书，"
            f"不适用{REGULATIONS}第三十五条、第三十六条规定的复查、复核。"
        )
        return numbered((duty, decision, apart) if self.decisions else (duty, apart))
