"""Which divisions a text or a place field names; where several are possible, all of them, never a guess."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from huiyin.kernel.ids import DivisionCode
from huiyin.rules.routing.divisions import Level, contains, level_of, seat_of, upwards
from huiyin.rules.routing.gazetteer import Gazetteer, gazetteer

_LINKS = " 　·-/,，、"
_LONGEST_LINK = 2
_AROUND_TOWNS = frozenset({Level.PREFECTURE, Level.COUNTY})


class PlaceReason(StrEnum):
    """Why a candidate is one."""

    PICKED = "picked"  # chosen or typed in a field that asks for a place
    NAMED = "named"  # its full name stands in the text
    SHORT = "short"  # its name without suffix stands in the text
    CHAINED = "chained"  # it stands beside the place above or below it
    CONTEXT = "context"  # of several of this name, the one inside another place of the text
    ALONE = "alone"  # a town without its county


@dataclass(frozen=True, kw_only=True)
class PlaceCandidate:
    """A division that may be meant. `code` may be a town; `text` is what was read at `start` to `end`."""

    code: DivisionCode
    start: int
    end: int
    text: str
    reason: PlaceReason

    @property
    def seat(self) -> DivisionCode:
        """The division whose offices serve the place."""
        return seat_of(self.code)

    @property
    def certain(self) -> bool:
        """True when a matter may be sent on this place without a person looking."""
        return self.reason is not PlaceReason.ALONE


@dataclass(frozen=True, kw_only=True)
class _Mention:
    """A name read in the text with the divisions it may mean."""

    start: int
    end: int
    text: str
    codes: tuple[DivisionCode, ...]
    ordinary: bool
    reason: PlaceReason


def find_places(text: str) -> tuple[PlaceCandidate, ...]:
    """Return the divisions named in a text, in its order; places that contain another one named are left out.

    One candidate: the place is known. Several: a name means several places, or the text names several.
    """
    mentions = _chained(list(_mentions(text, gazetteer())), text)
    mentions = [each for each in mentions if not each.ordinary or each.reason is PlaceReason.CHAINED]
    return _candidates(_narrowed(mentions))


def resolve_place(field: str) -> tuple[PlaceCandidate, ...]:
    """Return the divisions meant by a place field: a code, a Chinese or English name, or free words."""
    typed = " ".join(field.split())
    codes = gazetteer().exact.get(typed.lower()) or _by_code(typed)
    if not codes:
        return find_places(field)
    return tuple(
        PlaceCandidate(code=code, start=0, end=len(field), text=typed, reason=PlaceReason.PICKED)
        for code in _widest(codes)
    )


def _mentions(text: str, names: Gazetteer) -> Iterator[_Mention]:
    for hit in names.scanner.find(text):
        written = names.names[hit.word]
        if written.short and text.startswith(names.not_before, hit.end):
            continue
        yield _Mention(
            start=hit.start,
            end=hit.end,
            text=hit.word,
            codes=written.codes,
            ordinary=written.ordinary,
            reason=PlaceReason.SHORT if written.short else PlaceReason.NAMED,
        )


def _chained(mentions: list[_Mention], text: str) -> list[_Mention]:
    """Return the mentions, neighbours that lie in each other narrowed to the pairs that do (成都市锦江区)."""
    for place in range(1, len(mentions)):
        before, after = mentions[place - 1], mentions[place]
        if not _linked(before, after, text):
            continue
        outer = tuple(code for code in before.codes if any(contains(code, inner) for inner in after.codes))
        inner = tuple(code for code in after.codes if any(contains(above, code) for above in before.codes))
        if outer and inner:
            mentions[place - 1] = replace(before, codes=outer, reason=PlaceReason.CHAINED)
            mentions[place] = replace(after, codes=inner, reason=PlaceReason.CHAINED)
    return mentions


def _linked(before: _Mention, after: _Mention, text: str) -> bool:
    between = text[before.end : after.start]
    return len(between) <= _LONGEST_LINK and not between.strip(_LINKS)


def _narrowed(mentions: list[_Mention]) -> list[_Mention]:
    """Return the mentions with names of several places narrowed to those inside another place of the text."""
    known = {each.codes[0] for each in mentions if len(each.codes) == 1}
    around = {code for each in mentions for code in each.codes if level_of(code) in _AROUND_TOWNS}
    return [
        each if each.reason is PlaceReason.CHAINED else _settled(each, known, around) for each in mentions
    ]


def _settled(mention: _Mention, known: set[DivisionCode], around: set[DivisionCode]) -> _Mention:
    inside = tuple(code for code in mention.codes if not known.isdisjoint(upwards(code)))
    if inside and len(inside) < len(mention.codes):
        return replace(mention, codes=inside, reason=PlaceReason.CONTEXT)
    if level_of(mention.codes[0]) is Level.TOWN and around.isdisjoint(upwards(mention.codes[0])):
        return replace(mention, reason=PlaceReason.ALONE)
    return replace(mention, codes=_widest(mention.codes))


def _candidates(mentions: list[_Mention]) -> tuple[PlaceCandidate, ...]:
    holding = {above for each in mentions for code in each.codes for above in upwards(code)[1:]}
    kept: dict[DivisionCode, PlaceCandidate] = {}
    for mention in mentions:
        for code in mention.codes:
            if code not in kept and code not in holding:
                kept[code] = PlaceCandidate(
                    code=code,
                    start=mention.start,
                    end=mention.end,
                    text=mention.text,
                    reason=mention.reason,
                )
    return tuple(kept.values())


def _widest(codes: tuple[DivisionCode, ...]) -> tuple[DivisionCode, ...]:
    """Return the codes without those inside another: 阿坝 may be the county, but is in the prefecture."""
    return tuple(
        code for code in codes if not any(code != outer and contains(outer, code) for outer in codes)
    )


def _by_code(typed: str) -> tuple[DivisionCode, ...]:
    if not (typed.isascii() and typed.isdigit()):
        return ()
    return tuple(gazetteer().codes & {DivisionCode(int(typed))})
