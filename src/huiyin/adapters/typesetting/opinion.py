"""信访处理意见书, arts. 31(6), 32 and 35: the opinion on a claim that no other statutory route takes."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
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
from huiyin.adapters.typesetting.wording import chinese_date, ordinal
from huiyin.kernel.errors import Invalid

OPINION_ROUTE = 6
REVIEW_DAYS = 30  # art. 35


class Result(StrEnum):
    """The three outcomes of art. 32."""

    SUPPORT = "support"
    EXPLAIN = "explain"
    NOT_SUPPORT = "not_support"


_RESULTS = {
    Result.SUPPORT: (
        "予以支持",
        f"根据{REGULATIONS}第三十二条第一款第一项，本机关对该项请求予以支持。",
    ),
    Result.EXPLAIN: (
        "作出解释说明",
        f"该项请求事由合理，但缺乏法律依据，根据{REGULATIONS}第三十二条第一款第二项，本机关解释说明如下：",
    ),
    Result.NOT_SUPPORT: (
        "不予支持",
        f"根据{REGULATIONS}第三十二条第一款第三项，本机关对该项请求不予支持，理由如下：",
    ),
}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One request and its answer: what was asked, the outcome, and why."""

    request: str
    result: Result
    opinion: str


@dataclass(frozen=True, kw_only=True)
class Opinion(Document):
    """信访处理意见书. Each request is answered one by one; the way to review is always told.

    `route` is the item of art. 31 the matter is handled under and must be 6. `stated` are the facts and
    reasons as the petitioner gave them, `found` what the inquiry established, `execution` who carries out
    what was supported and by when, `review_office` the next-higher organ that reviews.
    """

    matter: str
    channel: str
    received_on: date
    accepted_on: date
    route: int
    answers: tuple[Answer, ...]
    stated: str
    found: str
    legal_basis: tuple[str, ...]
    review_office: str
    execution: str = ""

    TITLE: ClassVar[str] = "信访处理意见书"
    LAYOUT: ClassVar[Layout] = Layout.PUBLIC
    MAY_BE_EMPTY: ClassVar[frozenset[str]] = frozenset({"contact", "copied_to", "execution"})

    def check(self) -> None:
        """Art. 32: request, facts and reasons, opinion, legal basis; execution of what is supported."""
        if self.route != OPINION_ROUTE:
            raise Invalid("document.opinion_route", field="route", route=self.route)
        for answer in self.answers:
            demand_said("answers", answer.request)
            demand_said("answers", answer.opinion)
        if any(answer.result is Result.SUPPORT for answer in self.answers):
            demand_said("execution", self.execution)
        demand_order("accepted_on", self.received_on, self.accepted_on)
        demand_order("issued_on", self.accepted_on, self.issued_on)

    def body(self) -> list[Block]:
        """In the order of art. 32, then the remedy of art. 35."""
        return [
            Block("para", self._opening()),
            *sections(
                ("信访请求", numbered(tuple(answer.request for answer in self.answers))),
                ("事实和理由", self._facts()),
                ("处理意见", self._answers()),
                ("法律法规依据", numbered(self.legal_basis)),
                ("执行", paragraphs(self.execution)),
                ("复查", [Block("para", self._review())]),
            ),
        ]

    def _opening(self) -> str:
        return (
            f"您通过{self.channel}提出的{the_matter(self.matter, self.petition_number)}，本机关于"
            f"{chinese_date(self.received_on)}收到，{chinese_date(self.accepted_on)}受理。"
            f"本机关听取了您陈述的事实和理由，并进行了调查核实。根据{REGULATIONS}第三十一条第六项、"
            "第三十二条，现出具处理意见如下："
        )

    def _facts(self) -> list[Block]:
        return [
            Block("subheading", "（一）您陈述的事实和理由"),
            *paragraphs(self.stated),
            Block("subheading", "（二）调查核实的情况"),
            *paragraphs(self.found),
        ]

    def _answers(self) -> list[Block]:
        blocks: list[Block] = []
        for place, answer in enumerate(self.answers, start=1):
            verdict, sentence = _RESULTS[answer.result]
            if len(self.answers) > 1:
                blocks.append(Block("subheading", f"（{ordinal(place)}）第{ordinal(place)}项请求：{verdict}"))
            blocks += [Block("para", sentence), *paragraphs(answer.opinion)]
        return blocks

    def _review(self) -> str:
        return (
            f"如对本处理意见不服，您可以自收到本意见书之日起{REVIEW_DAYS}日内，"
            f"请求{self.review_office}复查（{REGULATIONS}第三十五条）。"
        )
