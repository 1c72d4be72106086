"""The petitioner's receipt on paper: what was filed when, who has it, what is due, and how to prove it."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from huiyin.adapters.typesetting.press import Printed, press
from huiyin.adapters.typesetting.qr import qr_svg
from huiyin.adapters.typesetting.receipt_words import WORDS, Language
from huiyin.adapters.typesetting.wording import chinese_date, chinese_instant, file_size, groups
from huiyin.kernel.clock import LOCAL_ZONE
from huiyin.kernel.errors import Invalid
from huiyin.kernel.ids import parse_number, parse_query_code

MATTER_LETTERS = 120  # a receipt names the matter; the matter itself is in the file
_SHA256 = re.compile(r"[0-9a-f]{64}")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, kw_only=True)
class ReceiptFile:
    """One file handed in: its name, its size in bytes, the SHA-256 of its content in hexadecimal."""

    name: str
    size: int
    sha256: str

    def __post_init__(self) -> None:
        """A digest is 64 lower-case hexadecimal digits."""
        if _SHA256.fullmatch(self.sha256) is None:
            raise Invalid("receipt.digest", field="files")
        if self.size < 0:
            raise Invalid("receipt.size", field="files")


@dataclass(frozen=True, kw_only=True)
class ReceiptClock:
    """One thing that is due: what, by which day, why that day, under which article.

    `due_on` is None where no binding date can be named yet; `provisional` says that the calendar of
    working days may still move it. `why` and `article` are sentences in the receipt's language.
    """

    label: str
    due_on: date | None
    why: str
    article: str
    provisional: bool = False


@dataclass(frozen=True, kw_only=True)
class ReceiptSheet:
    """Everything a printed receipt says. Raises Invalid, naming the field, when something is missing.

    `filed_at` is the instant of the signed promise; `petitioner` may be empty (name withheld), as may
    `place`; `qr` is what the code holds, at most 2,953 bytes; `proof_address` is that of the page that checks
    receipts, with the compact form of this one behind #; `key_fingerprint` and `commitment` are
    hexadecimal. `demo` marks it 演示.
    """

    language: Language = Language.CHINESE
    issuer: str
    number: str
    query_code: str
    filed_at: datetime
    petitioner: str
    matter: str
    place: str
    office: str
    clocks: tuple[ReceiptClock, ...]
    files: tuple[ReceiptFile, ...]
    log_origin: str
    key_fingerprint: str
    commitment: str
    qr: bytes | str
    follow_url: str
    proof_address: str
    demo: bool = False

    def __post_init__(self) -> None:
        """A receipt that lacks one of these proves nothing."""
        names = ("issuer", "matter", "office", "log_origin", "key_fingerprint", "follow_url")
        for name in (*names, "commitment"):
            if not getattr(self, name).strip():
                raise Invalid("receipt.missing", field=name)
        if parse_number(self.number) != self.number:
            raise Invalid("receipt.number", field="number")
        if parse_query_code(self.query_code) != self.query_code:
            raise Invalid("receipt.query_code", field="query_code")
        if self.filed_at.tzinfo is None:
            raise Invalid("receipt.instant", field="filed_at")


def render_receipt(sheet: ReceiptSheet) -> bytes:
    """Return the receipt as PDF/A-2a and PDF/UA-1, A4; the same sheet gives the same bytes."""
    return print_receipt(sheet).pdf


def print_receipt(sheet: ReceiptSheet) -> Printed:
    """Return the receipt together with the characters for which no font has a glyph."""
    words = WORDS[sheet.language]
    data = {
        "issuer": sheet.issuer,
        "number": sheet.number,
        "query_code": sheet.query_code,
        "follow": words["follow"].format(url=sheet.follow_url),
        "facts": _facts(sheet, words),
        "clocks": [_clock(clock, sheet.language, words) for clock in sheet.clocks],
        "files": [_file(file) for file in sheet.files],
        "files_title": words["files"].format(count=len(sheet.files)),
        "promise": words["promise_text"].format(instant=instant_in(sheet.filed_at, sheet.language)),
        "proof": _proof(sheet, words),
        "check": words["check"].format(url=sheet.proof_address.partition("#")[0]),
        "demo": sheet.demo,
    }
    own = {
        "words": words,
        "lang": sheet.language.value,
        "region": "cn" if sheet.language is Language.CHINESE else "gb",
        "page_of": words["page_of"],
        "qr": qr_svg(sheet.qr, title=words["qr"]),
        "proof_qr": qr_svg(sheet.proof_address, title=words["proof_qr"]),
    }
    return press("receipt.typ", data, at=sheet.filed_at, own=own)


def _facts(sheet: ReceiptSheet, words: dict[str, str]) -> list[tuple[str, str]]:
    rows = [
        (words["filed_at"], instant_in(sheet.filed_at, sheet.language) + words["zone"]),
        (words["petitioner"], sheet.petitioner.strip() or words["withheld"]),
        (words["matter"], _short(sheet.matter)),
        (words["place"], _short(sheet.place)),
        (words["office"], sheet.office),
    ]
    return [row for row in rows if row[1]]


def _clock(clock: ReceiptClock, language: Language, words: dict[str, str]) -> dict[str, str]:
    due = words["not_yet"]
    if clock.due_on is not None:
        due = words["due"].format(date=day_in(clock.due_on, language))
    return {
        "label": clock.label,
        "due": due,
        "why": clock.why,
        "article": clock.article,
        "provisional": words["provisional"] if clock.provisional else "",
    }


def _file(file: ReceiptFile) -> dict[str, str]:
    return {
        "name": _short(file.name),
        "size": file_size(file.size),
        "digest": groups(file.sha256, 8),
    }


def _proof(sheet: ReceiptSheet, words: dict[str, str]) -> list[tuple[str, Any, bool]]:
    return [
        (words["log"], sheet.log_origin, False),
        (words["key"], groups(sheet.key_fingerprint.replace(" ", ""), 8), True),
        (words["commitment"], groups(sheet.commitment.replace(" ", ""), 8), True),
    ]


def _short(text: str) -> str:
    line = " ".join(text[: 4 * MATTER_LETTERS].split())
    return line if len(line) <= MATTER_LETTERS else line[: MATTER_LETTERS - 1] + "…"


def day_in(day: date, language: Language) -> str:
    """Return a day as a paper in this language writes it."""
    if language is Language.CHINESE:
        return chinese_date(day)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def instant_in(at: datetime, language: Language) -> str:
    """Return an instant in legal time, to the second, as a paper in this language writes it."""
    if language is Language.CHINESE:
        return chinese_instant(at)
    here = at.astimezone(LOCAL_ZONE)
    return f"{day_in(here.date(), language)}, {here:%H:%M:%S}"
