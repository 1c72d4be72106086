"""送达回证: the proof of service of a document, after arts. 87 to 95 of the Civil Procedure Law."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from huiyin.adapters.typesetting.layout import Block, Document, Layout, demand_order, demand_said
from huiyin.adapters.typesetting.wording import chinese_date
from huiyin.kernel.errors import Invalid


class ServiceWay(StrEnum):
    """How a document is served."""

    DIRECT = "direct"
    LEFT = "left"
    ELECTRONIC = "electronic"
    ENTRUSTED = "entrusted"
    POST = "post"
    PUBLIC_NOTICE = "public_notice"


_WAYS = {
    ServiceWay.DIRECT: "直接送达",
    ServiceWay.LEFT: "留置送达",
    ServiceWay.ELECTRONIC: "电子送达",
    ServiceWay.ENTRUSTED: "委托送达",
    ServiceWay.POST: "邮寄送达",
    ServiceWay.PUBLIC_NOTICE: "公告送达",
}

_WHEN_SERVED = (
    "说明：收件日期为送达日期。电子送达以送达信息到达受送达人特定系统的日期为送达日期；"
    "公告送达，自发出公告之日起经过三十日，即视为送达。"
)


@dataclass(frozen=True, kw_only=True)
class ProofOfService(Document):
    """送达回证. Blank fields of receipt are left open for pen and ink.

    `addressee` is whom the document was served on; `consent` names the consent that electronic service
    needs; `witness` is demanded when a document is left; `number` is the proof's own number.
    """

    document_title: str
    served_number: str
    place: str
    way: ServiceWay
    sent_on: date
    served_by: str
    received_on: date | None = None
    receiver: str = ""
    witness: str = ""
    consent: str = ""
    remark: str = ""

    TITLE: ClassVar[str] = "送达回证"
    LAYOUT: ClassVar[Layout] = Layout.FORM
    MAY_BE_EMPTY: ClassVar[frozenset[str]] = frozenset(
        {"contact", "copied_to", "receiver", "witness", "consent", "remark"}
    )

    def check(self) -> None:
        """Electronic service only with consent; leaving a document needs a witness."""
        if self.way is ServiceWay.ELECTRONIC:
            demand_said("consent", self.consent)
        if self.way is ServiceWay.LEFT:
            demand_said("witness", self.witness)
        if self.received_on:
            demand_order("received_on", self.sent_on, self.received_on)
            if self.received_on > self.issued_on:
                raise Invalid("document.order", field="received_on")

    def body(self) -> list[Block]:
        """One table."""
        received = chinese_date(self.received_on) if self.received_on else ""
        rows = [
            ("送达文书", f"{self.document_title}\n{self.served_number}"),
            ("信访事项编号", self.petition_number),
            ("受送达人", self.addressee),
            ("送达地点", self.place),
            ("送达方式", _WAYS[self.way] + (f"（{self.consent}）" if self.consent.strip() else "")),
            ("发出日期", chinese_date(self.sent_on)),
            ("送达人", self.served_by),
            ("收件日期", received),
            ("受送达人\n签名或者盖章", self.receiver),
            ("代收人\n或者见证人", self.witness),
            ("备注", self.remark),
        ]
        return [Block("table", rows=tuple(rows))]

    def notes(self) -> list[str]:
        """How the day of service is fixed for each way."""
        return [
            f"填发日期：{chinese_date(self.issued_on)}",
            _WHEN_SERVED,
        ]
