"""Makes any text printable: nothing breaks the page, nothing is lost unseen, what has no glyph is named."""

import re
from collections.abc import Callable, Mapping
from typing import Any
from unicodedata import category

_LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Letters, digits and signs in one unbroken row; ideographs and the Tibetan tsheg offer breaks themselves.
_RUN = re.compile(r"[^\s\u0f0b\u1100-\u11ff\u2e80-\U0003ffff]{31,}")
_RUN_STEP = 16
_ZERO_WIDTH_SPACE = "\u200b"
_KEPT = frozenset("\n\u00ad\u200b\u200c\u200d\u2060")
_DROPPED = frozenset("\ufeff")


def printable(text: str, prints: Callable[[int], bool]) -> tuple[str, frozenset[str]]:
    r"""Return `text` as it can be set, and the code points (``U+XXXXX``) for which no font has a glyph.

    Such a character, a control or a direction override becomes ``⟦U+XXXXX⟧``: it cannot hide or turn text
    around. Line ends become ``\n``; rows of more than 30 letters without a break get invisible ones.
    """
    missing: dict[str, str] = {}
    table: dict[int, str] = {}
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    for character in set(text):
        shown = _shown(character, prints)
        if shown != character:
            table[ord(character)] = shown
        if len(shown) > 1:
            missing[character] = _name(character)
    return _RUN.sub(_broken, text).translate(table), frozenset(missing.values())


def printable_data(data: Any, prints: Callable[[int], bool]) -> tuple[Any, frozenset[str]]:
    """Return plain data with every string in it made printable, and the code points without a glyph."""
    if isinstance(data, str):
        return printable(data, prints)
    if isinstance(data, Mapping):
        members = {name: printable_data(member, prints) for name, member in data.items()}
        return {name: clean for name, (clean, _) in members.items()}, _union(members.values())
    if isinstance(data, list | tuple):
        items = [printable_data(item, prints) for item in data]
        return [clean for clean, _ in items], _union(items)
    return data, frozenset()


def _union(parts: Any) -> frozenset[str]:
    return frozenset().union(*(missing for _, missing in parts))


def _shown(character: str, prints: Callable[[int], bool]) -> str:
    if character in _KEPT or _is_variation_selector(character):
        return character
    kind = category(character)
    if character in _DROPPED or _is_tag(character):
        return ""
    if kind == "Zs":
        return character if prints(ord(character)) else " "
    if kind in {"Cc", "Cf", "Cs", "Co", "Cn"} or not prints(ord(character)):
        return f"⟦{_name(character)}⟧{_ZERO_WIDTH_SPACE}"
    return character


def _name(character: str) -> str:
    return f"U+{ord(character):04X}"


def _is_variation_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def _is_tag(character: str) -> bool:
    return "\U000e0000" <= character <= "\U000e007f"


def _broken(match: re.Match[str]) -> str:
    run = match.group()
    return _ZERO_WIDTH_SPACE.join(run[at : at + _RUN_STEP] for at in range(0, len(run), _RUN_STEP))
