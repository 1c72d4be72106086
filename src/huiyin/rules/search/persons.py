"""What names a person: never a word of the index, found only by exact match for a stated purpose.

信访工作条例 第四十四条第二款: what a petitioner reveals, and who petitions, is not made known.
"""

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum

SHORTEST_NAME = 2  # a name of one sign would take that sign out of every word
GAP = " \u0000 "  # no word of the text reaches over it

# Mobile and fixed telephones, identity cards of 15 and 18 digits, e-mail addresses. Looked for in folded
# text.
_NUMBERS = re.compile(
    r"(?<![0-9])(?:"
    r"(?:\+?86[- ]?)?1[3-9][0-9](?:[- ]?[0-9]{4}){2}"
    r"|0[0-9]{2,3}[- ]?[0-9]{7,8}"
    r"|[0-9]{17}[0-9x]|[0-9]{15}"
    r")(?![0-9])"
    r"|[a-z0-9._%+-]+@[a-z0-9.-]+"
)
_SIGNS = re.compile(r"[^0-9a-z@.\u3400-\U0003ffff]")


class Purpose(StrEnum):
    """For what somebody may be looked for by name or number: a closed list."""

    REPEATED = "repeated"  # filed again while it is handled: art. 19(3)
    CONCLUDED = "concluded"  # closed to further acceptance: art. 36(3)
    AT_THE_COUNTER = "at_the_counter"  # the person is here and asks about the own matter


class Known(StrEnum):
    """By what somebody is looked for."""

    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"


def without_persons(text: str, names: Iterable[str]) -> str:
    """Return folded text without these folded names, telephone and identity numbers and mail addresses.

    >>> without_persons("我是王小明，电话13800000000，污水发臭", ["王小明"]).replace(GAP, "…")
    '我是…，电话…，污水发臭'
    """
    kept = _NUMBERS.sub(GAP, text)
    for name in sorted({name for name in names if len(name) >= SHORTEST_NAME}, key=len, reverse=True):
        kept = kept.replace(name, GAP)
    return kept


def names_a_person(text: str) -> bool:
    """True when folded text holds a telephone, identity or mail address: not a word to search by."""
    return _NUMBERS.search(text) is not None


def exact(known: Known, text: str) -> str:
    """Return what is compared: signs and spaces apart, the country's prefix of a telephone apart.

    >>> exact(Known.PHONE, "+86 138-0000-0000")
    '13800000000'
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    bare = _SIGNS.sub("", plain.replace("-", "") if known is Known.PHONE else plain)
    if known is Known.PHONE and len(bare) > len("13800000000"):
        return bare.removeprefix("86")
    return bare
