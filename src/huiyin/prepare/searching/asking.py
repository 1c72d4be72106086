"""A question becomes tokens, and what is found becomes lines: title and masked name, words marked.

A piece of the narrative is shown only of matters whose story the reader has opened today; of all others the
title alone. A phrase in quotation marks is looked for in the texts themselves, opened for nobody's eyes,
without the names of persons, so that no question can ask who somebody is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from huiyin.kernel.command import Reader
from huiyin.kernel.errors import Invalid
from huiyin.prepare.opening import is_open
from huiyin.prepare.searching.mistyped import other_readings
from huiyin.prepare.searching.tokens import in_order, mark_tokens, tokens
from huiyin.prepare.searching.words import asked_words
from huiyin.queries.handling import story as stories
from huiyin.queries.handling.find import Before
from huiyin.queries.handling.lines import Line
from huiyin.queries.handling.queue import PAGE, division_range
from huiyin.queries.handling.search import (
    Hit,
    Narrowed,
    Sought,
    Tokens,
    granted_today,
    hits,
    lines,
    versions,
)
from huiyin.queries.handling.told import Told, told_of
from huiyin.rules.search.asked import Asked
from huiyin.rules.search.excerpts import Piece, excerpt, marked
from huiyin.rules.search.folding import folded
from huiyin.rules.search.marks import (
    channel_mark,
    division_mark,
    due_marks_between,
    month_marks_back,
    office_marks,
    scope_marks,
    state_mark,
    topic_marks,
    undated_mark,
)
from huiyin.rules.search.persons import without_persons

LOOKED_THROUGH = 10  # pages of candidates, when a phrase is asked for


@dataclass(frozen=True, kw_only=True)
class Found:
    """A line found: its title in pieces, and a piece of the story where that is open to the reader today."""

    line: Line
    title: tuple[Piece, ...]
    story: tuple[Piece, ...]


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page of what was found; `more` is where the next begins, None when this is the last.

    `instead` is what was asked for, where nothing was found for what had been typed.
    """

    found: tuple[Found, ...]
    more: Before | None
    instead: Asked | None = None


def search(
    reader: Reader, asked: Asked, narrowed: Narrowed, *, on: date, before: Before | None = None
) -> Page:
    """Return a page of matters that fit, or that fit another reading of the words when nothing does.

    Raises Invalid ``search.too_little`` for signs that are no words.
    """
    page = _page(reader, asked, narrowed, on, before)
    if page.found or page.more or before or not asked.words:
        return page
    readings = ((one, _page(reader, one, narrowed, on, None)) for one in other_readings(asked))
    return next((replace(other, instead=one) for one, other in readings if other.found), page)


def _page(reader: Reader, asked: Asked, narrowed: Narrowed, on: date, before: Before | None) -> Page:
    sought = sought_by(reader, asked, narrowed, on=on)
    if asked.phrases:
        page, more = _with_phrases(reader, sought, asked.phrases, before)
    else:
        found = hits(reader, sought, before=before)
        page, more = found[:PAGE], found[PAGE - 1].place if len(found) > PAGE else None
    return Page(found=tuple(_shown(reader, page, _told_words(asked), on)), more=more)


def sought_by(reader: Reader, asked: Asked, narrowed: Narrowed, *, on: date) -> Sought:
    """Return the question in tokens, the reader's scope and the filters among them."""
    wanted = _words(asked.wanted)
    if not wanted:
        raise Invalid("search.too_little", field="q")
    newest = on.replace(day=1)
    return Sought(
        tokens=tuple(
            _tokens(reader, wanted, _words(asked.without), narrowed, newest, one) for one in versions()
        ),
        newest_month=newest,
        narrowed=narrowed,
    )


def _tokens(
    reader: Reader,
    wanted: Sequence[str],
    unwanted: Sequence[str],
    narrowed: Narrowed,
    newest: date,
    version: int,
) -> Tokens:
    def any_of(marks: Iterable[str] | None) -> tuple[int, ...] | None:
        return None if marks is None else tuple(mark_tokens(marks, version=version))

    marks = _marks(narrowed)
    return Tokens(
        version=version,
        wanted=(*tokens(wanted, version=version), *mark_tokens(marks, version=version)),
        unwanted=tuple(tokens(unwanted, version=version)),
        scopes=None if _within(narrowed, reader) else any_of(scope_marks(reader.offices, reader.oversight)),
        dues=any_of(due_marks_between(narrowed.due_first, narrowed.due_last)),
        months=in_order(month_marks_back(newest), version=version),
    )


def _within(narrowed: Narrowed, reader: Reader) -> bool:
    """True when the filters ask for no more than the reader's scope: asking for that too would be in vain."""
    if narrowed.office in reader.offices:
        return True
    if narrowed.division is None or reader.oversight is None:
        return False
    (first, last), (low, high) = division_range(narrowed.division), reader.oversight
    return low <= first and last <= high


def _marks(narrowed: Narrowed) -> tuple[str, ...]:
    """Return the marks that a matter must have; its row is looked at all the same."""
    return (
        *topic_marks(narrowed.topic)[:1],
        *(office_marks([narrowed.office]) if narrowed.office else ()),
        *(division_mark(narrowed.division) if narrowed.division else ()),
        *(state_mark(narrowed.state.value) if narrowed.state else ()),
        *(channel_mark(narrowed.channel) if narrowed.channel else ()),
        *(undated_mark() if narrowed.undated else ()),
    )


def _words(pieces: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for piece in pieces for word in asked_words(piece)))


def _told_words(asked: Asked) -> tuple[str, ...]:
    return (*asked.phrases, *asked.words, *_words(asked.words))


def _with_phrases(
    reader: Reader, sought: Sought, phrases: Sequence[str], before: Before | None
) -> tuple[list[Hit], Before | None]:
    """Return the candidates that hold every phrase, and where to go on; looks through some pages at most."""
    kept: list[Hit] = []
    for _ in range(LOOKED_THROUGH):
        candidates = hits(reader, sought, before=before)
        page = candidates[:PAGE]
        told = {one.petition: one for one in told_of([hit.petition for hit in page])}
        for hit in page:
            before = hit.place
            if hit.petition in told and _holds(told[hit.petition], phrases):
                kept.append(hit)
                if len(kept) == PAGE:
                    return kept, before
        if len(candidates) <= PAGE:
            return kept, None
    return kept, before


def _holds(told: Told, phrases: Sequence[str]) -> bool:
    names = [folded(one.get("name", "")) for one in told.identities]
    names += [folded(name) for name in told.named]
    texts = [without_persons(folded(text), names) for text in (told.title, *told.texts)]
    return all(any(phrase in text for text in texts) for phrase in phrases)


def _shown(reader: Reader, page: Sequence[Hit], words: Sequence[str], on: date) -> list[Found]:
    if not page:
        return []
    opened = granted_today(reader, page, on=on)
    return [
        Found(
            line=line,
            title=marked(line.title, words),
            story=_excerpt(reader, line, words, on) if line.petition in opened else (),
        )
        for line in lines(reader, page)
    ]


def _excerpt(reader: Reader, line: Line, words: Sequence[str], on: date) -> tuple[Piece, ...]:
    story = stories.story(reader, line.petition, on=on)
    found = [one.text for one in story.findings] + [one.text for one in story.executions]
    found += [one.what for one in story.statements]
    found += [page.text for file in story.files if is_open(file.seen.verdict) for page in file.seen.texts]
    texts = (story.text, story.request, *found)
    return next((piece for text in texts if (piece := excerpt(text, words))), ())
