"""One form for what is written in several ways; pieces shown stay what was written."""

from datetime import date

import pytest

from huiyin.rules.search.asked import Asked, read
from huiyin.rules.search.excerpts import Piece, excerpt, marked
from huiyin.rules.search.folding import folded, folded_signs
from huiyin.rules.search.marks import (
    MONTHS_BACK,
    division_mark,
    month_mark,
    month_marks_back,
    scope_marks,
    topic_marks,
)
from huiyin.rules.search.persons import GAP, Known, exact, names_a_person, without_persons


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("拖欠農民工工資", "拖欠农民工工资"),
        ("ＡＢＣ１２３", "abc123"),
        ("帐户、登陆、脱欠、折迁、赔尝", "账户、登录、拖欠、拆迁、赔偿"),
        ("𠮷", "𠮷"),
        ("乾淨 臺灣 裏面", "干净 台湾 里面"),
    ],
)
def test_traditional_full_width_and_mistyped_words_are_read_as_one(written: str, read_as: str) -> None:
    assert folded(written) == read_as
    assert folded(folded(written)) == folded(written)


def test_no_wrong_form_is_itself_the_right_one_of_another() -> None:
    for wrong, right in {"帐号": "账号", "登陆": "登录"}.items():
        assert folded(right) == right != folded(wrong[:1])


def test_a_question_is_read_piece_by_piece() -> None:
    assert read('污水 排放 -噪声 “河水发黑” 「排污口」 "a b" -“夜间 施工” -') == Asked(
        words=("污水", "排放", "-"),
        phrases=("河水发黑", "排污口", "a b"),
        without=("噪声", "夜间 施工"),
    )


def test_signs_of_the_original_stand_where_they_stood() -> None:
    text = "ＮＯ.㈱ 農民工"
    folds, places = folded_signs(text)
    assert len(folds) == len(places)
    assert [text[place] for place, fold in zip(places, folds, strict=True) if fold == "农"] == ["農"]


def test_marked_pieces_joined_are_the_text() -> None:
    text = "河裏的污水發臭，污水很多"
    pieces = marked(text, ["污水", "河里", "里的"])
    assert "".join(piece.text for piece in pieces) == text
    assert [piece.text for piece in pieces if piece.hit] == ["河裏", "污水", "污水"]
    assert marked(text, []) == (Piece(text),)
    assert marked(text, ["噪声"]) == (Piece(text),)
    assert marked("污水", ["污水"]) == (Piece("污水", hit=True),)


def test_an_excerpt_lies_around_the_first_word() -> None:
    text = "前" * 100 + "污水" + "后" * 200
    pieces = excerpt(text, ["污水"])
    assert [piece.text for piece in pieces if piece.hit] == ["污水"]
    assert (pieces[0].text, pieces[-1].text) == ("…", "…")
    assert sum(len(piece.text) for piece in pieces) == 112
    assert excerpt("污水", ["污水"]) == (Piece("污水", hit=True),)
    assert excerpt(text, ["噪声"]) == ()


def test_names_and_numbers_leave_a_gap_that_no_word_reaches_over() -> None:
    text = "王小明说电话138 0000 0000和028-12345678，证号51010419800101123x，wang@a.cn，王某"
    kept = without_persons(text, ["王小明", "王"])
    assert kept.count(GAP) == 5
    assert kept.endswith("王某")
    assert names_a_person("13800000000")
    assert not names_a_person("2026年5月1日 3.5万元 17栋")


@pytest.mark.parametrize(
    ("known", "written", "compared"),
    [
        (Known.NAME, " 王 小明 ", "王小明"),
        (Known.NAME, "Anna-Maria O'Neil", "annamariaoneil"),
        (Known.PHONE, "+86 138-0000-0000", "13800000000"),
        (Known.PHONE, "028-12345678", "02812345678"),
        (Known.EMAIL, "Wang@Example.com", "wang@example.com"),
        (Known.NAME, "**", ""),
    ],
)
def test_what_is_compared_has_no_signs_and_no_spaces(known: Known, written: str, compared: str) -> None:
    assert exact(known, written) == compared


def test_the_scope_of_a_reader_is_marks_or_only_the_row_says() -> None:
    assert scope_marks([7], None) == ("office 7",)
    assert scope_marks([7], (510100, 510199)) == ("office 7", "place 510100")
    assert scope_marks([], (510104, 510104)) == ("place 510104",)
    assert scope_marks([7], (510000, 519999)) is None
    assert scope_marks([7], (510104, 510107)) is None
    assert division_mark(510000) == ()
    assert division_mark(510104) == ("place 510104",)
    assert topic_marks(None) == () == topic_marks("")
    assert topic_marks("environment.water") == ("topic environment.water", "topic environment")
    assert topic_marks("environment") == ("topic environment",)


def test_months_go_back_from_the_newest_without_a_gap() -> None:
    months = month_marks_back(date(2026, 2, 1))
    assert months[:4] == ("month 2026-02", "month 2026-01", "month 2025-12", "month 2025-11")
    assert (len(months), len(set(months)), months[-1]) == (MONTHS_BACK, MONTHS_BACK, "month 2001-03")
    assert month_mark(date(2026, 2, 1)) == months[0]
