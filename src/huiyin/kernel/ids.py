"""Identifiers: ordered ids for rows, random numbers for people, query codes for petitioners."""

import hashlib
import secrets
import unicodedata
from collections.abc import Callable
from datetime import datetime
from typing import NewType
from uuid import UUID

PetitionId = NewType("PetitionId", UUID)
OfficeId = NewType("OfficeId", int)
AccountId = NewType("AccountId", int)
PostId = NewType("PostId", UUID)
DivisionCode = NewType("DivisionCode", int)

TokenSource = Callable[[int], bytes]

# Crockford's base 32: no I, L, O, U, so that a number read aloud or copied by hand survives.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("ILOilo", "110110")
NUMBER_LETTERS = 10
CODE_LETTERS = 16
GROUP = 4


def new_id(at: datetime, token_bytes: TokenSource = secrets.token_bytes) -> UUID:
    """Return a UUID version 7 (RFC 9562 section 5.7): milliseconds of `at`, then 74 random bits."""
    milliseconds = int(at.timestamp() * 1000) & ((1 << 48) - 1)
    noise = int.from_bytes(token_bytes(10), "big")
    value = milliseconds << 80 | (noise & ((1 << 80) - 1))
    value &= ~(0xF << 76) & ~(0x3 << 62)
    return UUID(int=value | 0x7 << 76 | 0x2 << 62)


def begun_at(made: UUID) -> int:
    """Return the instant for which `new_id` made this id, in milliseconds since 1970."""
    return made.int >> 80


def named_id(name: str) -> UUID:
    """Return the UUID version 8 (RFC 9562 section 5.8) of a name: the same name, the same id."""
    value = int.from_bytes(hashlib.sha256(f"huiyin {name}".encode()).digest()[:16], "big")
    value &= ~(0xF << 76) & ~(0x3 << 62)
    return UUID(int=value | 0x8 << 76 | 0x2 << 62)


def new_number(token_bytes: TokenSource = secrets.token_bytes) -> str:
    """Return a public petition number such as ``4F7K2-M9QTX-V``: 50 random bits and a check letter.

    Random, never sequential: a number tells nothing about how many matters there are.
    """
    letters = _letters(token_bytes, NUMBER_LETTERS)
    return f"{letters[:5]}-{letters[5:]}-{_check_letter(letters)}"


def parse_number(text: str) -> str | None:
    """Return the number in canonical form, or None when its shape or check letter is wrong."""
    letters = _bare(text)
    if len(letters) != NUMBER_LETTERS + 1:
        return None
    body, check = letters[:-1], letters[-1]
    if any(letter not in ALPHABET for letter in body) or _check_letter(body) != check:
        return None
    return f"{body[:5]}-{body[5:]}-{check}"


def new_query_code(token_bytes: TokenSource = secrets.token_bytes) -> str:
    """Return a query code of 80 random bits in four groups of four letters."""
    letters = _letters(token_bytes, CODE_LETTERS)
    return "-".join(letters[i : i + GROUP] for i in range(0, CODE_LETTERS, GROUP))


def parse_query_code(text: str) -> str | None:
    """Return the query code in canonical form, or None when it cannot be one."""
    letters = _bare(text)
    if len(letters) != CODE_LETTERS or any(letter not in ALPHABET for letter in letters):
        return None
    return "-".join(letters[i : i + GROUP] for i in range(0, CODE_LETTERS, GROUP))


def _letters(token_bytes: TokenSource, count: int) -> str:
    value = int.from_bytes(token_bytes((count * 5 + 7) // 8), "big")
    return "".join(ALPHABET[value >> 5 * i & 31] for i in range(count))


def _check_letter(letters: str) -> str:
    # A sum over the field of 32 letters (x^5 + x^2 + 1) in which every place has another weight: one
    # wrong letter, or two that changed places, always changes it. A sum modulo 31 would take 0 for Z.
    value = 0
    for letter in letters:
        value = _doubled(value ^ ALPHABET.index(letter))
    return ALPHABET[value]


def _doubled(value: int) -> int:
    return value << 1 ^ (0b100101 if value & 0b10000 else 0)


def _bare(text: str) -> str:
    # As typed by an input method: full-width letters and signs, any dash, any space.
    kept = "".join(
        sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) not in {"Pd", "Zs"}
    )
    return kept.strip().translate(_READ_AS).upper()
