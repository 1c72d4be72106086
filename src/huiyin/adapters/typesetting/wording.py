"""Dates, money, sizes and numbers as Chinese official documents write them (GB/T 9704-2012, 7.2.5, 7.3.5)."""

import re
from datetime import date, datetime
from decimal import Decimal

from huiyin.kernel.clock import LOCAL_ZONE

_WAN = 10_000
_YI = 100_000_000
_NUMBER = re.compile(r"\S+〔[0-9]{4}〕[1-9][0-9]*号")
_UNITS = ("kB", "MB", "GB", "TB")
_DIGITS = "零一二三四五六七八九"


def chinese_date(day: date) -> str:
    """Return ``2026年5月6日``: Arabic digits, no leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_instant(at: datetime) -> str:
    """Return an aware instant in legal time, to the second: ``2026年5月6日 09:05:03``."""
    here = at.astimezone(LOCAL_ZONE)
    return f"{chinese_date(here.date())} {here:%H:%M:%S}"


def chinese_money(yuan: Decimal | int) -> str:
    """Return ``250万元``, ``1.2亿元`` or ``12345.60元``; never rounds."""
    amount = Decimal(yuan)
    for unit, name in ((_YI, "亿元"), (_WAN, "万元")):
        if amount >= unit and amount % (unit // 100) == 0:
            return f"{_plain(amount / unit)}{name}"
    return f"{_plain(amount)}元" if amount == amount.to_integral_value() else f"{amount:.2f}元"


def document_number(*, code: str, year: int, sequence: int) -> str:
    """Return ``川环信〔2026〕12号``: hexagonal brackets, no 第, no leading zeros."""
    return f"{code}〔{year}〕{sequence}号"


def is_document_number(text: str) -> bool:
    """True for a number of the form that `document_number` writes."""
    return _NUMBER.fullmatch(text) is not None


def ordinal(number: int) -> str:
    """Return 一 to 九十九 for 1 to 99."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{_DIGITS[tens]}十")
    return head + (_DIGITS[ones] if ones else "")


def file_size(size: int) -> str:
    """Return a number of bytes as ``512 B``, ``1.4 MB``: decimal units, as phones and cameras show them."""
    step = max(0, (len(str(size)) - 1) // 3)
    if step == 0:
        return f"{size} B"
    unit = _UNITS[min(step, len(_UNITS)) - 1]
    return f"{Decimal(size) / 1000 ** min(step, len(_UNITS)):.1f} {unit}"


def groups(text: str, width: int) -> str:
    """Return `text` in groups of `width` letters, to be read aloud or compared by eye."""
    return " ".join(text[at : at + width] for at in range(0, len(text), width))


def _plain(amount: Decimal) -> str:
    return f"{amount.normalize():f}"
