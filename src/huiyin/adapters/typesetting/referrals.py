"""Documents that point elsewhere: the statutory route (art. 31(1) to (5)), and the reason for declining."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from huiyin.adapters.typesetting.layout import (
    REGULATIONS,
    Block,
    Document,
    demand_order,
    numbered,
    paragraphs,
    points,
    said,
    the_matter,
)
from huiyin.adapters.typesetting.wording import chinese_date, ordinal
from huiyin.kernel.errors import Invalid

_ROUTES = {
    1: "应当通过审判机关诉讼程序或者复议程序、检察机关刑事立案程序或者法律监督程序、公安机关法律程序处理",
    2: "应当通过仲裁解决",
    3: "可以通过党员申诉、申请复审等解决",
    4: "可以通过行政复议、行政裁决、行政确认、行政许可、行政处罚等行政程序解决",
    5: "属于申请查处违法行为、履行保护人身权或者财产权等合法权益职责",
}
_ITEMS = {1: "一", 2: "二", 3: "三", 4: "四", 5: "五"}
_OWN_DUTY = 5


@dataclass(frozen=True, kw_only=True)
class RouteNotice(Document):
    """法定途径告知书, arts. 23(1) and 31(1) to (5): which procedure, before whom, on which basis, by when.

    `route` is the item of art. 31, 1 to 5; `limit` the time limit of that procedure with its article.
    """

    received_on: date
    matter: str
    route: int
    procedure: str
    competent: str
    how: str
    limit: str
    legal_basis: tuple[str, ...]

    TITLE: ClassVar[str] = "信访事项法定途径告知书"

    def check(self) -> None:
        """Item 6 has no other route: there the opinion is due."""
        if self.route not in _ROUTES:
            raise Invalid("document.route", field="route", route=self.route)
        demand_order("issued_on", self.received_on, self.issued_on)

    def body(self) -> list[Block]:
        """The route, and why neither the 60 days nor the review of art. 35 belong to it."""
        item = f"第三十一条第{_ITEMS[self.route]}项"
        shown = "怎样办理" if self.route == _OWN_DUTY else "怎样提出"
        return [
            Block(
                "para",
                f"您提出的{the_matter(self.matter, self.petition_number)}，本机关于"
                f"{chinese_date(self.received_on)}收到。经审查，该事项{_ROUTES[self.route]}，"
                f"适用{REGULATIONS}{item}的规定。现将有关法定途径告知如下：",
            ),
            *points(
                ("法定途径", paragraphs(self.procedure)),
                ("有权处理的机关、单位", paragraphs(self.competent)),
                (shown, paragraphs(self.how)),
                ("期限", paragraphs(self.limit)),
                ("法律依据", numbered(self.legal_basis)),
                ("需要说明的事项", [Block("para", self._why_no_opinion())]),
            ),
            Block("para", "特此告知。"),
        ]

    def _why_no_opinion(self) -> str:
        return (
            f"该事项依照上述途径办理，不适用{REGULATIONS}第三十四条规定的60日办理期限"
            "（该期限只适用于第三十一条第六项规定的事项），不出具信访处理意见书，"
            "也不适用第三十五条、第三十六条规定的复查、复核。"
        )


class DeclineReason(StrEnum):
    """Why a matter is not accepted; the list of the Ministry of Natural Resources, 自然资办发〔2025〕14号."""

    OUTSIDE_DUTIES = "outside_duties"
    PENDING_BELOW = "pending_below"
    VISIT_SKIPS_LEVEL = "visit_skips_level"
    COURTS = "courts"


_REASONS = {
    DeclineReason.OUTSIDE_DUTIES: ("不属于本机关、单位或者本系统职权范围", "第二十三条第一款"),
    DeclineReason.PENDING_BELOW: (
        "已经受理或者正在办理，在规定期限内又向受理、办理机关、单位的上级机关、单位提出同一信访事项",
        "第十九条第三款",
    ),
    DeclineReason.VISIT_SKIPS_LEVEL: (
        "采用走访形式，未到有权处理的本级或者上一级机关、单位设立或者指定的接待场所提出",
        "第二十条第一款",
    ),
    DeclineReason.COURTS: (
        "涉及诉讼权利救济，应当按照法律法规规定的程序向有关政法部门提出",
        "第二十条第二款、第二十八条第二款",
    ),
}


@dataclass(frozen=True, kw_only=True)
class DeclineNotice(Document):
    """不予受理告知书: the reason from the closed list, what shows it, its article, the right channel.

    `supervisor` is the bureau that supervises under art. 40, told to the petitioner when given.
    """

    received_on: date
    matter: str
    reason: DeclineReason
    explanation: str
    right_channel: str
    supervisor: str = ""

    TITLE: ClassVar[str] = "信访事项不予受理告知书"
    MAY_BE_EMPTY: ClassVar[frozenset[str]] = frozenset({"contact", "copied_to", "supervisor"})

    def check(self) -> None:
        """Told after it was received."""
        demand_order("issued_on", self.received_on, self.issued_on)

    def body(self) -> list[Block]:
        """The tick list with one tick, then why and where to."""
        article = _REASONS[self.reason][1]
        place = ordinal(list(_REASONS).index(self.reason) + 1)
        ticks = tuple(
            (reason is self.reason, f"（{ordinal(count)}）{words}；")
            for count, (reason, (words, _)) in enumerate(_REASONS.items(), start=1)
        )
        return [
            Block(
                "para",
                f"您提出的{the_matter(self.matter, self.petition_number)}，本机关于"
                f"{chinese_date(self.received_on)}收到。经审查，该事项具有下列第（{place}）项情形，"
                f"根据{REGULATIONS}{article}，本机关不予受理：",
            ),
            Block("ticks", rows=ticks),
            *points(
                ("具体理由", paragraphs(self.explanation)),
                ("您可以通过的途径", paragraphs(self.right_channel)),
                ("监督", self._supervision()),
            ),
            Block("para", "本告知书一式两份，一份送达信访人，一份存档。"),
        ]

    def _supervision(self) -> list[Block]:
        if not said(self.supervisor):
            return []
        return paragraphs(
            f"您认为本机关应当受理而未受理的，可以向{self.supervisor}反映（{REGULATIONS}第四十条）。"
        )
