"""One lawful sample of every document and of the receipt, and readers of what was printed."""

import hashlib
import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from pypdf import PdfReader

from huiyin.adapters.typesetting.documents import (
    AcceptanceNotice,
    Answer,
    DeclineNotice,
    DeclineReason,
    Document,
    DutyReply,
    Enforcement,
    ExtensionNotice,
    Opinion,
    ProofOfService,
    Result,
    RouteNotice,
    ServiceWay,
    TransferNotice,
)
from huiyin.adapters.typesetting.receipt import ReceiptClock, ReceiptFile, ReceiptSheet
from huiyin.kernel.ids import new_number, new_query_code
from support.cited import FINED_DAILY


def fixed_bytes(count: int) -> bytes:
    return bytes(range(11, 11 + count))


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


NUMBER = new_number(fixed_bytes)
QUERY_CODE = new_query_code(fixed_bytes)
RARE = "𠮷·〔〕㐂㙍䶮龦鿍靐喆犇々𬭛𬬻𫖯𫗧𬀩𪾢𬸚𡚸é"
LONG_OFFICE = "阿坝藏族羌族自治州九寨沟县漳扎镇人民政府综合行政执法办公室"

_SHARED: dict[str, Any] = {
    "issuer": "成都市生态环境局",
    "addressee": "王𠮷",
    "petition_number": NUMBER,
    "contact": "成都市锦江区，电话 028-00000000",
    "received_on": date(2026, 3, 3),
    "matter": "纺织厂夜间排放废水",
}


def shared(*, without: tuple[str, ...] = (), **changes: Any) -> dict[str, Any]:
    """Return what all documents have, changed."""
    fields = {"issued_on": date(2026, 3, 6), **_SHARED, **changes}
    return {name: value for name, value in fields.items() if name not in without}


ACCEPTANCE = AcceptanceNotice(
    **shared(),
    number="川环信告〔2026〕12号",
    accepted_on=date(2026, 3, 5),
    transferred_from="成都市信访局",
    channel="网上信访",
    office="水生态环境处",
    path="由本机关依法履行查处违法行为的职责。",
    procedure="现场检查、采样监测、调查询问、审查决定、书面答复。",
    limits=("2026年3月18日前书面告知（第二十三条第三款）。", "2026年5月6日前答复。"),
    query_way="凭编号和查询码，在 https://xinfang.example.cn/follow/ 查询。",
)
TRANSFER = TransferNotice(
    **shared(issuer="四川省信访局"),
    number="川信转〔2026〕7号",
    sent_on=date(2026, 3, 5),
    to_office="绵阳市人力资源和社会保障局",
    to_contact="绵阳市涪城区，电话 0816-0000000",
    article="第二十二条第一款第二项",
    reason="该事项涉及绵阳市所属单位的职责。",
)
ROUTE = RouteNotice(
    **shared(),
    number="川信途〔2026〕7号",
    route=2,
    procedure="劳动争议仲裁。",
    competent="绵阳市劳动人事争议仲裁委员会",
    how="提交书面仲裁申请和证据材料。",
    limit="自知道或者应当知道权利被侵害之日起一年内。",
    legal_basis=("《中华人民共和国劳动争议调解仲裁法》第二十七条。",),
)
DECLINE = DeclineNotice(
    **shared(),
    number="川信不〔2026〕7号",
    reason=DeclineReason.PENDING_BELOW,
    explanation="锦江区已于2026年2月12日受理同一事项。",
    right_channel="请等待锦江区的书面答复。",
    supervisor="四川省信访局",
)
EXTENSION = ExtensionNotice(
    **shared(without=("received_on",)),
    number="川信延〔2026〕3号",
    accepted_on=date(2026, 1, 6),
    due_on=date(2026, 3, 9),
    extended_to=date(2026, 4, 7),
    days=30,
    reason="需要委托有资质的机构检测供水管网。",
    approved_by="局长李某",
    approved_on=date(2026, 3, 5),
)
OPINION = Opinion(
    **shared(issued_on=date(2026, 5, 6)),
    number="川环信〔2026〕118号",
    channel="网上信访",
    accepted_on=date(2026, 3, 5),
    route=6,
    answers=(
        Answer(request="公开水质监测数据。", result=Result.SUPPORT, opinion="将在门户网站公开。"),
        Answer(request="减免水费。", result=Result.EXPLAIN, opinion="现行水价政策没有此种减免。"),
        Answer(request="赔偿10万元。", result=Result.NOT_SUPPORT, opinion="没有发现损害事实。"),
    ),
    stated="自来水有异味。",
    found="经查，供水管网老化。\n已安排更换。",
    legal_basis=("《中华人民共和国水污染防治法》第十条。", "《政府信息公开条例》第二十条。"),
    review_office="成都市人民政府",
    execution="由市环境监测站于2026年5月20日前公开。",
)
DUTY = DutyReply(
    **shared(issued_on=date(2026, 3, 31)),
    number="川环信复〔2026〕31号",
    request="查处某纺织有限公司违法排放废水的行为。",
    duty="依照《中华人民共和国水污染防治法》第九条，统一监督管理。",
    found="经查，该公司夜间排放未经处理的印染废水。",
    result="本机关已责令其停止违法排放，处以罚款，并按日连续处罚。",
    legal_basis=(FINED_DAILY,),
    reconsideration_body="成都市人民政府",
    decisions=(
        Enforcement(
            name="按日连续处罚决定书",
            number="川环罚〔2026〕31号",
            decided_on=date(2026, 3, 31),
            against="某纺织有限公司",
            orders=("立即停止违法排放。", "拆除私设的软管。"),
            fine=2_500_000,
        ),
    ),
)
SERVICE = ProofOfService(
    **shared(without=("received_on", "matter")),
    number="川环送〔2026〕31号",
    document_title="信访处理意见书",
    served_number="川环信〔2026〕118号",
    place="成都市锦江区某街道",
    way=ServiceWay.DIRECT,
    sent_on=date(2026, 3, 6),
    served_by="李某、赵某",
)
DOCUMENTS: dict[str, Document] = {
    "acceptance": ACCEPTANCE,
    "transfer": TRANSFER,
    "route": ROUTE,
    "decline": DECLINE,
    "extension": EXTENSION,
    "opinion": OPINION,
    "duty": DUTY,
    "service": SERVICE,
}

RECEIPT = ReceiptSheet(
    issuer="四川省信访局",
    number=NUMBER,
    query_code=QUERY_CODE,
    filed_at=datetime(2026, 3, 3, 6, 5, 9, tzinfo=UTC),
    petitioner="王𠮷",
    matter="纺织厂夜间排放废水",
    place="四川省成都市锦江区",
    office="成都市生态环境局",
    clocks=(
        ReceiptClock(
            label="书面告知您接收情况",
            due_on=date(2026, 3, 18),
            why="自收到之日起15日，当日不计入。",
            article="《信访工作条例》第二十三条第三款",
        ),
    ),
    files=(
        ReceiptFile(name="水质检测报告.pdf", size=1_482_113, sha256=digest("a")),
        ReceiptFile(name="IMG_20260228.jpg", size=512, sha256=digest("b")),
    ),
    log_origin="xinfang.sc.example/log/2026",
    key_fingerprint=digest("key"),
    commitment=digest("commitment"),
    qr=b"huiyin receipt 1",
    follow_url="https://xinfang.example.cn/follow/",
    proof_address=f"https://xinfang.example.cn/verify/#{'A' * 400}",
)


def changed(document: Any, **changes: Any) -> Any:
    """Return a copy with other values; the copy is checked again."""
    return replace(document, **changes)


def pages(pdf: bytes) -> list[str]:
    """Return the text of each page without white space, as lines may break anywhere."""
    return [re.sub(r"[\s\u200b]", "", page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


def text_of(pdf: bytes) -> str:
    """Return the text of all pages without white space."""
    return "".join(pages(pdf))
