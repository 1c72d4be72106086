"""Files are examined after they came: looked at, sealed, found by their words, and no more than once."""

from collections.abc import Iterable
from typing import Any

import pytest
from examined import one, turn, with_files

import builders
from huiyin.door.searching import forget
from huiyin.kernel.ids import PetitionId
from huiyin.prepare import examining, house
from huiyin.prepare.replies import key_of
from huiyin.prepare.searching import indexing
from huiyin.prepare.searching.tokens import tokens
from huiyin.prepare.searching.words import words_of
from huiyin.queries.evidence.stored import is_evidence
from huiyin.queries.evidence.texts import newly_taken, texts
from huiyin.vault.examining import sandbox
from huiyin.vault.files import open_stream
from support.moment import AT
from support.state import rows
from vault.dangerous_files import office
from vault.made_files import picture, typeset_pdf

pytestmark = pytest.mark.usefixtures("installed")


def test_a_new_file_is_looked_at_once_and_its_words_are_sealed() -> None:
    life = with_files(("来信.docx", office("河水发臭，请查处")))
    assert turn() == 1
    found = one()
    assert (found["stage"], found["verdict"], found["pages"]) == ("done", "", 0)
    assert "河水".encode() not in found["sealed_told"]
    assert texts(life.petition) == ("河水发臭，请查处",)
    assert turn() == 0


def words_of_index(life: builders.Life) -> set[int]:
    [found] = [one for one in rows("search_text") if one["petition"] == life.petition]
    return set(found["tokens"])


def test_its_words_are_found_as_soon_as_they_were_taken() -> None:
    life, wanted = with_files(("来信.docx", office("井盖缺失"))), set(tokens(words_of("井盖"), version=1))
    indexing.reindex([life.petition])
    assert not wanted & words_of_index(life)
    turn()
    assert wanted <= words_of_index(life)
    before = words_of_index(life)
    forget([life.petition])  # as if the turn had been killed between the two steps
    assert rows("search_text") == []
    assert turn(all_of_them=True) == 0
    assert words_of_index(life) == before


def test_pictures_of_pages_lie_sealed_in_the_store_and_are_known_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(examining, "FEW_LETTERS", 0)
    life = with_files(("报告.pdf", typeset_pdf("成都市民")))
    turn()
    shown = sorted(rows("page_picture"), key=lambda row: row["page"])
    assert [(row["page"], max(row["width"], row["height"])) for row in shown] == [
        (0, 320),
        (1, 1600),
        (2, 1600),
    ]
    for row in shown:
        assert is_evidence(row["address"])
        opened = b"".join(open_stream(house.store(), row["address"], key_of(life.petition), row["id"]))
        assert (opened[:4], len(opened)) == (b"RIFF", row["size"])
    assert not is_evidence("0" * 64)


def test_search_is_told_what_is_new_in_order() -> None:
    first, second = with_files(("a.docx", office("河水发臭"))), with_files(("b.docx", office("井盖缺失")))
    turn()
    told = newly_taken(after=AT)
    assert {one.petition for one in told} == {first.petition, second.petition}
    assert newly_taken(after=told[0].taken_at, evidence=told[0].evidence) == told[1:]
    assert texts(PetitionId(told[0].evidence)) == ()


def test_text_in_a_photo_is_read_after_everything_else(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, Any]] = []
    real = sandbox.ask

    def ask(look: str, order: Any, *rest: Any) -> Iterable[Any]:
        asked.append((look, order.get("pages")))
        if look != sandbox.Look.SCAN:
            return real(look, order, *rest)
        told = {"page": 1, "text": "禁止排污"}
        return iter([sandbox.Frame(what="text", told=told), sandbox.Frame(what=sandbox.END)])

    monkeypatch.setattr(sandbox, "ask", ask)
    life = with_files(("照片.png", picture("PNG")), ("信.docx", office("河水发臭")))
    assert turn() == 3
    assert asked == [(sandbox.Look.WHOLE, None), (sandbox.Look.WHOLE, None), (sandbox.Look.SCAN, [1])]
    assert texts(life.petition) == ("禁止排污", "河水发臭")
    assert {row["stage"] for row in rows("examination")} == {"done"}


def test_a_child_that_fails_is_asked_three_times(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "ask", lambda *_: iter(()))
    life = with_files(("a.pdf", typeset_pdf("x")))
    for number in range(1, 3):
        assert turn(days=2 + number) == 1
        assert (one()["stage"], one()["tries"]) == ("waiting", number)
    turn(days=6)
    assert one()["stage"] == "done"
    assert texts(life.petition) == ()


def test_a_reader_of_pictures_that_fails_leaves_what_was_found_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def ask(look: str, *_: Any) -> Iterable[Any]:
        if look == sandbox.Look.SCAN:
            return iter(())
        said = [
            ("pages", {"pages": 2}),
            ("text", {"page": 1, "text": "水质检测报告一份"}),
            ("text", {"page": 2, "text": ""}),
        ]
        return iter(
            [*(sandbox.Frame(what=what, told=told) for what, told in said), sandbox.Frame(what="end")]
        )

    monkeypatch.setattr(sandbox, "ask", ask)
    life = with_files(("a.pdf", typeset_pdf("x")))
    for days in range(2, 6):
        turn(days=days)
    assert (one()["stage"], one()["pages"]) == ("done", 2)
    assert texts(life.petition) == ("水质检测报告一份",)


SIZE = {"page": 1, "width": 1, "height": 1}


@pytest.mark.parametrize(
    "told",
    [
        sandbox.Frame(
            what="picture", told={"page": 1, "width": 1, "height": 1}, body=b"<svg onload=alert(1)>"
        ),
        sandbox.Frame(what="picture", told={"page": 1, "width": -1, "height": 1}, body=b"RIFF....WEBP"),
        sandbox.Frame(what="picture", told={"page": 1}, body=b"RIFF....WEBP"),
        sandbox.Frame(what="pages", told={"pages": 1 << 40}),
        sandbox.Frame(what="text", told={"page": "x", "text": ""}),
        sandbox.Frame(what="pages", told={"pages": None}),
        sandbox.Frame(what="pages", told={"pages": float("inf")}),
    ],
)
def test_what_a_captured_child_says_is_not_believed(
    told: sandbox.Frame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "ask", lambda *_: iter([told, sandbox.Frame(what=sandbox.END)]))
    with_files(("a.pdf", typeset_pdf("x")))
    turn()
    assert (one()["stage"], rows("page_picture")) == ("waiting", [])
