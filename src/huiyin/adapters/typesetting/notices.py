"""Notices to the petitioner under arts. 22 and 23: received or accepted, sent on, extended (art. 34)."""

from dataclasses import dataclass
from datetime import date, timedelta
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
from huiyin.adapters.typesetting.wording import chinese_date
from huiyin.kernel.errors import Invalid

HANDLING_DAYS = 60  # art. 34
MOST_EXTENSION_DAYS = 30  # art. 34
LONGEST_HOLIDAY_DAYS = 10  # how far a last day can move when it falls on rest days
_CLOSING = [Block("para", "特此告知。")]


@dataclass(frozen=True, kw_only=True)
class AcceptanceNotice(Document):
    """信访事项受理（接收）告知书, art. 23: what was received, the way, the procedure, the limit.

    `accepted_on` is given when the matter is accepted and None when it is only received; `channel` is how
    it came, such as 网上信访; `transferred_from` the bureau or higher organ it came through, if any;
    `limits` are sentences, each with its date and article.
    """

    received_on: date
    channel: str
    matter: str
    office: str
    path: str
    procedure: str
    limits: tuple[str, ...]
    query_way: str
    accepted_on: date | None = None
    transferred_from: str = ""

    MAY_BE_EMPTY: ClassVar[frozenset[str]] = frozenset({"copied_to", "transferred_from"})

    @property
    def title(self) -> str:
        """Accepted or received, said in the title."""
        return f"信访事项{self._deed}告知书"

    @property
    def _deed(self) -> str:
        return "受理" if self.accepted_on else "接收"

    def check(self) -> None:
        """The days follow each other."""
        demand_order("issued_on", self.received_on, self.issued_on)
        if self.accepted_on:
            demand_order("accepted_on", self.received_on, self.accepted_on)

    def body(self) -> list[Block]:
        """What was received, then who handles it, how, by when."""
        return [
            Block("para", self._received()),
            *points(
                ("承办单位", paragraphs(self.office)),
                ("处理途径", paragraphs(self.path)),
                ("处理程序", paragraphs(self.procedure)),
                ("办理期限", numbered(self.limits)),
                ("查询方式", paragraphs(self.query_way)),
                ("联系方式", paragraphs(self.contact)),
            ),
            *_CLOSING,
        ]

    def notes(self) -> list[str]:
        """The contact stands in the body."""
        return []

    def _received(self) -> str:
        came = f"经{self.transferred_from}转送，" if said(self.transferred_from) else ""
        verdict = (
            f"该事项属于本机关职权范围，自{chinese_date(self.accepted_on)}起受理。"
            if self.accepted_on
            else "该事项已予登记。"
        )
        return (
            f"您通过{self.channel}提出的{the_matter(self.matter, self.petition_number)}，{came}"
            f"本机关于{chinese_date(self.received_on)}收到。{verdict}"
            f"根据{REGULATIONS}第二十三条，现将接收情况以及处理途径和程序告知如下："
        )


@dataclass(frozen=True, kw_only=True)
class TransferNotice(Document):
    """转送去向告知书, arts. 22(1) and 23(1): where the matter went, when, and whom to ask there.

    `article` is the provision it was sent on under, such as 第二十二条第一款第二项; `reason` why that organ.
    """

    received_on: date
    matter: str
    sent_on: date
    to_office: str
    to_contact: str
    article: str
    reason: str
    assigned: bool = False
    report_due_on: date | None = None

    @property
    def title(self) -> str:
        """Sent on, or assigned with a report demanded."""
        return f"信访事项{self._deed}告知书"

    @property
    def _deed(self) -> str:
        return "交办" if self.assigned else "转送"

    def check(self) -> None:
        """The days follow each other; an assignment has its date for the report (art. 22(1)(3))."""
        demand_order("sent_on", self.received_on, self.sent_on)
        demand_order("issued_on", self.received_on, self.issued_on)
        if self.assigned != (self.report_due_on is not None):
            raise Invalid("document.assignment_date", field="report_due_on")

    def body(self) -> list[Block]:
        """Where it went and what happens there."""
        deed = self._deed
        report = (
            [Block("para", f"本机关要求该机关、单位于{chinese_date(self.report_due_on)}前反馈办理结果。")]
            if self.report_due_on
            else []
        )
        return [
            Block(
                "para",
                f"您提出的{the_matter(self.matter, self.petition_number)}，本机关于"
                f"{chinese_date(self.received_on)}收到并登记。根据{REGULATIONS}{self.article}，"
                f"本机关已于{chinese_date(self.sent_on)}将该事项{deed}{self.to_office}办理。",
            ),
            *points(
                (f"{deed}去向", paragraphs(f"{self.to_office}\n{self.to_contact}")),
                (f"{deed}理由", paragraphs(self.reason)),
                ("之后的办理", [*self._next(), *report]),
            ),
            *_CLOSING,
        ]

    def _next(self) -> list[Block]:
        return paragraphs(
            f"属于{self.to_office}职权范围的，该机关、单位应当自收到之日起15日内书面告知您接收情况以及处理途径和程序"
            f"（{REGULATIONS}第二十三条第三款）。涉及诉讼权利救济和检举控告的事项，告知按照有关规定执行。"
        )


@dataclass(frozen=True, kw_only=True)
class ExtensionNotice(Document):
    """延期办理告知书, art. 34: for art. 31(6) only, at most 30 days, approved, the reason told."""

    matter: str
    accepted_on: date
    due_on: date
    extended_to: date
    days: int
    reason: str
    approved_by: str
    approved_on: date
    counted: str = ""  # how the new day came about; notices issued before it was told have none

    TITLE: ClassVar[str] = "信访事项延期办理告知书"
    MAY_BE_EMPTY: ClassVar[frozenset[str]] = frozenset({"contact", "copied_to", "counted"})

    def check(self) -> None:
        """At most 30 days, and granted before the first limit has passed."""
        if not 1 <= self.days <= MOST_EXTENSION_DAYS:
            raise Invalid("document.extension_days", field="days", most=MOST_EXTENSION_DAYS)
        demand_order("approved_on", self.accepted_on, self.approved_on)
        demand_order("due_on", self.approved_on, self.due_on)
        demand_order("extended_to", self.due_on + timedelta(days=1), self.extended_to)
        latest = self.accepted_on + timedelta(days=HANDLING_DAYS + self.days + LONGEST_HOLIDAY_DAYS)
        demand_order("extended_to", self.extended_to, latest)

    def body(self) -> list[Block]:
        """Old day, new day, reason, approval."""
        return [
            Block(
                "para",
                f"您提出的{the_matter(self.matter, self.petition_number)}，本机关于"
                f"{chinese_date(self.accepted_on)}受理，应当于{chinese_date(self.due_on)}前办结。"
                f"因情况复杂，经本机关负责人批准，根据{REGULATIONS}第三十四条，决定延长办理期限{self.days}日，"
                f"延长后的办结期限为{chinese_date(self.extended_to)}。",
            ),
            *points(
                ("延期理由", paragraphs(self.reason)),
                ("批准情况", paragraphs(f"{chinese_date(self.approved_on)}，由{self.approved_by}批准。")),
                *([("期限的计算", paragraphs(self.counted))] if self.counted else []),
            ),
            Block("para", "给您带来的不便，请您谅解。办结后，本机关将向您送达信访处理意见书。"),
            *_CLOSING,
        ]
