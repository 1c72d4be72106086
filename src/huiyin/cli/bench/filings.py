"""Filings as bytes on the wire: JSON and a file of 100 KB, made before anything is measured."""

import json
import secrets
from collections.abc import Iterator
from itertools import cycle
from typing import Any

FILE_BYTES = 100 * 1024
VARIANTS = 48
BOUNDARY = "huiyin-bench-5f2c9a"
PDF = b"%PDF-1.7\n"

# County, title, what happened, what is asked: some go to an office by themselves, some wait at the bureau.
MATTERS: tuple[tuple[int, str, str, str], ...] = (
    (
        510104,
        "纺织厂夜间偷排污水",
        "小区旁边的纺织厂每天夜里往河里排放污水，河水发黑发臭，水质检测超标。",
        "请查处。",
    ),
    (
        510105,
        "工地深夜施工噪声扰民",
        "小区南侧工地连续一周深夜施工，噪声很大，老人和孩子无法入睡。",
        "请制止夜间施工。",
    ),
    (510703, "拖欠农民工工资", "我们十二名工人在工地干了三个月，包工头一直没有发工资。", "请帮助追回工资。"),
    (
        511502,
        "房屋漏水物业不修",
        "顶楼漏水半年，物业收了维修费却一直没有修，多次投诉没有结果。",
        "请督促物业维修。",
    ),
    (510903, "村道坍塌无人修复", "暴雨后村道坍塌，学生上学要绕行五公里，至今没有人来修。", "请尽快修复。"),
    (
        511302,
        "公交线路调整不便",
        "线路调整以后，老人去医院要换三次车，希望听取居民的意见。",
        "请恢复原线路。",
    ),
    (510504, "学校食堂饭菜不卫生", "孩子在学校吃饭以后多次腹泻，家长反映后学校没有答复。", "请检查食堂。"),
    (513401, "饮用水经常停水", "进入夏天以来每天停水数小时，村民只能到河里挑水。", "请保障供水。"),
)


def filings(host: str, client: int) -> Iterator[bytes]:
    """Return the requests that one client sends, for ever; each client begins at another matter."""
    made = [request(host, (client * 7 + number) % len(MATTERS)) for number in range(VARIANTS // 3)]
    return cycle(made)


def request(host: str, number: int, file_bytes: int = FILE_BYTES) -> bytes:
    """Return the request that files one of the matters with one file."""
    county, title, text, wish = MATTERS[number]
    petition: dict[str, Any] = {
        "klass": "claim",
        "title": title,
        "text": text * 4,
        "request": wish,
        "division": county,
        "persons": [
            {
                "part": "petitioner",
                "kind": "person",
                "name": "王小明",
                "phone": "13800000000",
                "address": "东大街1号",
            }
        ],
        "electronic": True,
    }
    file = PDF + secrets.token_bytes(file_bytes - len(PDF))
    body = b"".join(
        (
            _part('name="petition"', "application/json", json.dumps(petition, ensure_ascii=False).encode()),
            _part('name="files"; filename="report.pdf"', "application/pdf", file),
            f"--{BOUNDARY}--\r\n".encode(),
        )
    )
    head = (
        f"POST /api/v1/petitions HTTP/1.1\r\nHost: {host}\r\n"
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _part(disposition: str, kind: str, content: bytes) -> bytes:
    head = f"--{BOUNDARY}\r\nContent-Disposition: form-data; {disposition}\r\nContent-Type: {kind}\r\n\r\n"
    return head.encode() + content + b"\r\n"
