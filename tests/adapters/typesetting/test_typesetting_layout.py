"""The printed page measured against GB/T 9704-2012."""

import io
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from pypdf import PdfReader
from typesetting_samples import ACCEPTANCE, LONG_OFFICE, OPINION, SERVICE, pages, text_of

from huiyin.adapters.typesetting.documents import render

MM = 72 / 25.4
PAGE_HEIGHT = 297 * MM
ASCENT = 0.88  # of the type size, from baseline to the top of the character's square
DESCENT = 0.12


@dataclass(frozen=True)
class Piece:
    """A row of text: its words, the start of its baseline and its size in points."""

    words: str
    x: float
    y: float
    size: float

    @property
    def top_mm(self) -> float:
        """From the paper's upper edge to the top of the characters."""
        return (PAGE_HEIGHT - self.y - ASCENT * self.size) / MM

    @property
    def bottom(self) -> float:
        """The lower edge of the characters' squares, from the paper's lower edge in points."""
        return self.y - DESCENT * self.size


Rule = tuple[float, float, float, float]


class Pen:
    """Follows the drawing operators of a page and keeps its rules: x, y, width, thickness."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []
        self._corners: list[tuple[float, float]] = []
        self._stroke = 0.0

    def draw(self, operator: bytes, operands: list[Any], cm: list[float], _tm: list[float]) -> None:
        """Take one operator."""
        if operator == b"w":
            self._stroke = float(operands[0])
        elif operator in {b"m", b"l"}:
            kept = [] if operator == b"m" else self._corners
            self._corners = [*kept, (float(operands[0]), float(operands[1]))]
        elif operator == b"S" and len(self._corners) == 2:
            self.rules.append((cm[4], cm[5], self._corners[1][0], self._stroke))
        elif operator == b"f" and len(self._corners) == 4:
            width, thickness = self._corners[2]
            self.rules.append((cm[4], cm[5] - thickness, width, thickness))


def read(pdf: bytes, page: int = 0) -> tuple[list[Piece], list[Rule]]:
    """Return the rows of text and the rules of one page."""
    rows: list[Piece] = []
    pen = Pen()

    def text(words: str, cm: list[float], _tm: list[float], _font: Any, size: float) -> None:
        if words.strip():
            rows.append(Piece(words.strip(), cm[4], cm[5], size))

    sheet = PdfReader(io.BytesIO(pdf)).pages[page]
    sheet.extract_text(visitor_text=text, visitor_operand_before=pen.draw)
    return rows, pen.rules


def full_opinion() -> bytes:
    return render(replace(OPINION, found="水" * 3000))


def test_a_page_has_twenty_two_lines_of_twenty_eight_characters() -> None:
    rows, _ = read(full_opinion(), page=2)
    lines = [row for row in rows if row.words.startswith("水")]
    assert len(lines) == 22
    assert {row.words for row in lines} == {"水" * 28}
    assert {row.size for row in lines} == {16}


def test_the_type_area_begins_28_mm_from_the_left_and_37_mm_from_the_top() -> None:
    rows, _ = read(full_opinion(), page=2)
    assert rows[0].x / MM == pytest.approx(28, abs=0.1)
    assert rows[0].top_mm == pytest.approx(37, abs=0.1)


def test_lines_are_evenly_set_and_end_within_225_mm() -> None:
    rows, _ = read(full_opinion(), page=2)
    lines = [row.y for row in rows if row.words.startswith("水")]
    steps = [upper - lower for upper, lower in pairwise(lines)]
    assert steps == pytest.approx([225 * MM / 22] * 21, abs=0.05)
    assert lines[-1] - DESCENT * 16 >= 35 * MM


def test_paragraphs_are_indented_by_two_characters() -> None:
    rows, _ = read(render(OPINION), page=0)
    first = next(row for row in rows if row.words.startswith("您通过"))
    assert (first.x - 28 * MM) == pytest.approx(2 * 156 * MM / 28, abs=0.1)


def test_the_public_head_has_mark_number_red_line_and_title_in_their_places() -> None:
    rows, rules = read(render(OPINION))
    mark = next(row for row in rows if row.words == OPINION.issuer)
    number = next(row for row in rows if row.words == OPINION.number)
    title = next(row for row in rows if row.words == "信访处理意见书")
    x, y, width, _ = rules[0]
    pitch = 225 * MM / 22
    assert mark.top_mm == pytest.approx(37 + 35, abs=0.1)
    assert (x / MM, width / MM) == pytest.approx((28, 156), abs=0.1)
    assert (number.bottom - y) / MM == pytest.approx(4, abs=0.1)
    assert mark.bottom - (number.y + ASCENT * 16) == pytest.approx(2 * pitch, abs=0.5)
    assert y - (title.y + ASCENT * 22) == pytest.approx(2 * pitch, abs=0.5)
    assert title.size == 22


def test_the_letter_head_has_its_mark_at_30_mm_and_double_lines_of_170_mm() -> None:
    rows, rules = read(render(ACCEPTANCE))
    mark = next(row for row in rows if row.words == ACCEPTANCE.issuer)
    assert mark.top_mm == pytest.approx(30, abs=0.1)
    assert [rule[2] / MM for rule in rules] == pytest.approx([170] * 4, abs=0.1)
    assert [rule[0] / MM for rule in rules] == pytest.approx([20] * 4, abs=0.1)
    low_thin, low_thick, high_thick, high_thin = rules
    assert high_thick[3] > high_thin[3]
    assert high_thick[1] > high_thin[1]
    assert low_thick[3] > low_thin[3]
    assert low_thin[1] > low_thick[1]
    assert (mark.bottom - (high_thick[1] + high_thick[3])) / MM == pytest.approx(4, abs=0.1)
    assert low_thick[1] / MM == pytest.approx(20, abs=0.1)


def test_a_letter_has_no_page_number_and_no_second_line_where_it_should_not() -> None:
    letter = render(replace(ACCEPTANCE, procedure="审查。" * 300))
    sheets = pages(letter)
    assert "—1—" not in sheets[0]
    assert "—2—" in sheets[1]
    assert read(letter, page=1)[1] == []


def test_page_numbers_stand_between_dashes_odd_right_even_left_7_mm_below_the_type_area() -> None:
    opinion = full_opinion()
    for page in range(3):
        rows, _ = read(opinion, page=page)
        number = next(row for row in rows if row.words == f"— {page + 1} —")
        assert number.size == 14
        assert number.top_mm == pytest.approx(37 + 225 + 7, abs=0.3)
        assert (number.x > 150 * MM) == (page % 2 == 0)


def test_the_date_ends_four_characters_from_the_right_and_the_name_is_centred_over_it() -> None:
    rows, _ = read(render(replace(OPINION, contact="")), page=-1)
    name, day = rows[-3:-1] if rows[-1].words.startswith("—") else rows[-2:]
    assert day.words == "2026年5月6日"
    cell = 156 * MM / 28
    assert name.words == OPINION.issuer
    middle = name.x + len(OPINION.issuer) * cell / 2
    right_edge = 28 * MM + 156 * MM - 4 * cell
    assert day.x < middle < right_edge
    assert middle == pytest.approx((day.x + right_edge) / 2, abs=1)


def test_the_signature_never_stands_alone_on_a_page() -> None:
    for length in range(0, 900, 60):
        sheet = pages(render(replace(OPINION, stated="述" * (1 + length))))[-1]
        before_name = sheet[: sheet.rindex(OPINION.issuer)]
        assert "第三十五条" in before_name


def test_the_longest_names_of_offices_and_people_fit() -> None:
    name = "娜" * 28 + "𠮷䶮"
    for document in (OPINION, ACCEPTANCE, SERVICE):
        pdf = render(replace(document, issuer=LONG_OFFICE, addressee=name, demo=True))
        printed = text_of(pdf)
        assert name in printed
        assert LONG_OFFICE in printed
        for page in range(len(PdfReader(io.BytesIO(pdf)).pages)):
            rows, _ = read(pdf, page=page)
            assert all(row.x >= 19 * MM for row in rows if row.size < 100)


def test_copies_are_named_in_an_imprint() -> None:
    printed = text_of(render(replace(OPINION, copied_to=("成都市信访局", "四川省生态环境厅"))))
    assert "抄送：成都市信访局，四川省生态环境厅。" in printed


def test_five_pages_of_findings_keep_every_word() -> None:
    found = "\n".join(f"第{place}次现场检查，取样化验，超标。" * 6 for place in range(1, 25))
    pdf = render(replace(OPINION, found=found, issued_on=date(2026, 5, 6)))
    assert len(PdfReader(io.BytesIO(pdf)).pages) >= 6
    printed = text_of(pdf)
    assert all(f"第{place}次现场检查" in printed for place in range(1, 25))
