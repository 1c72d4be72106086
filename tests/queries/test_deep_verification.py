"""Deep verification: what nobody touched is well, and a run goes on where another ended."""

from typing import Any
from uuid import UUID

import psycopg
import pytest

import builders
from huiyin.commands.people.desk_feeds import MakeDeskFeed, RevokeDeskFeed
from huiyin.door import door
from huiyin.kernel.ids import named_id, new_id
from huiyin.queries.ledger import deep as deeper
from huiyin.queries.ledger import leaves, replay
from huiyin.queries.ledger.deep import Phase, Piece, Reached, Whole, check_histories, check_stored, deep
from huiyin.queries.ledger.heads import leaves_signed_before
from huiyin.queries.ledger.span import Span, database_name
from huiyin.records import sql
from support.database import Ground
from support.log import made_leaves, published, turn
from support.moment import AT
from support.state import row, rows
from support.verifying import deeply, differences, tools, wanted
from support.whole import whole_life


@pytest.fixture
def life(installed: Any) -> builders.Life:
    """A whole life, published; and one that came after."""
    assert installed
    life = whole_life()
    builders.waiting()
    return life


def calendar_of_a_post() -> UUID:
    feed, post = new_id(AT), named_id(f"test post {builders.HANDLER.account}")
    command = MakeDeskFeed(id=feed, post=post, token_hash=b"h" * 32, language="zh-hans")
    door.execute(command, actor=builders.HANDLER, at=AT)
    return feed


def test_what_nobody_touched_is_well(life: builders.Life) -> None:
    assert life
    sizes: list[Whole] = []
    pieces = list(deep(wanted(), Reached(), total=sizes.append))
    assert [one for piece in pieces for one in piece.differences] == []
    assert sizes == [Whole(entries=len(rows("entry")), files=1)]
    assert sum(piece.entries for piece in pieces) == len(rows("entry"))
    assert sum(piece.files for piece in pieces) == 2
    assert pieces[-1].reached == Reached(phase=Phase.DONE)


def test_an_empty_installation_is_well(equipped: Any) -> None:
    assert equipped
    assert deeply() == []


def test_calendars_of_posts_are_of_no_petition_and_no_difference(life: builders.Life, attack: Any) -> None:
    assert life
    kept = calendar_of_a_post()
    door.execute(RevokeDeskFeed(id=kept), actor=builders.HANDLER, at=AT)
    assert differences() == deeply() == []
    attack("UPDATE feed SET language = 'en'")
    for found in (differences(), deeply()):
        assert [(one.code, one.table, one.row, one.fields) for one in found] == [
            ("row.altered", "feed", str(kept), ("language",))
        ]
    made, _ = sorted(rows("entry", kind="people.feed_made") * 2, key=lambda one: one["at"])
    assert deeply()[0].entry == str(made["id"])
    attack("DELETE FROM feed")
    assert [(one.code, one.row) for one in differences()] == [("row.removed", str(kept))]


def test_spans_of_any_size_verify_alike(
    life: builders.Life, attack: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert life
    attack("UPDATE rating SET grade = 1")
    expected = deeply()
    for size in (1, 2, 7):
        monkeypatch.setattr(deeper, "ENTRIES", size)
        monkeypatch.setattr(deeper, "FILES", size)
        assert deeply() == expected
    assert [one.code for one in expected] == ["row.altered"]


def test_a_run_goes_on_from_every_place_it_can_be_at(
    life: builders.Life, attack: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert life
    monkeypatch.setattr(deeper, "ENTRIES", 5)
    monkeypatch.setattr(leaves, "MARK_AFTER", 4)
    builders.waiting()
    turn()
    attack("UPDATE checkpoint SET root = 'x'")
    attack("UPDATE contact SET reached = false")
    attack("UPDATE office SET name = 'x' WHERE id = %s", builders.WATER)
    attack("DROP TRIGGER entry_never_changed ON entry")
    pieces = list(deep(wanted(), Reached()))
    marks = {piece.reached.phase for piece in pieces if piece.reached.mark}
    assert marks == {Phase.TREE, Phase.HISTORIES}
    for place, piece in enumerate(pieces):
        rest = [one for later in pieces[place + 1 :] for one in later.differences]
        assert deeply(piece.reached) == rest
    assert {one.code for one in deeply()} == {
        "wall.missing",
        "tree.root_differs",
        "tree.note_differs",
        "row.altered",
    }


def test_only_what_is_younger_than_a_checkpoint_is_verified_when_asked(
    life: builders.Life, attack: Any
) -> None:
    size = published().size
    later = builders.file_petition()
    turn()
    for one in (life, later):
        attack("UPDATE petition SET state = 'x' WHERE id = %s", one.petition)
    assert len(deeply()) == 2
    assert [one.row for one in deeply(since=size)] == [str(later.petition)]
    sizes: list[Whole] = []
    pieces = list(deep(wanted(since=size), Reached(), total=sizes.append))
    assert sum(piece.entries for piece in pieces) == sizes[0].entries < len(rows("entry"))
    assert sizes[0].files == 0
    assert leaves_signed_before(AT) == 0
    assert leaves_signed_before(later.at.replace(year=2100)) == published().size


def test_several_processes_see_one_moment(life: builders.Life, ground: Ground, attack: Any) -> None:
    assert life
    place: Any = {**ground.server.conninfo(), "dbname": ground.name}
    with psycopg.connect(**place) as holder:
        holder.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        [snapshot] = holder.execute("SELECT pg_export_snapshot()").fetchone() or ()
        attack("UPDATE rating SET grade = 1")
        then = check_histories(Span(snapshot=snapshot), tools())
        files = check_stored(Span(snapshot=snapshot), tools())
    assert then.differences == files.differences == ()
    assert files == Piece(reached=Reached(phase=Phase.DONE), files=2)
    assert len(deeply()) == 1


def test_without_its_files_a_restored_copy_verifies(life: builders.Life) -> None:
    assert life
    pieces = list(deep(wanted(with_files=False, read_file=None, published=None), Reached()))
    assert pieces[-1] == Piece(reached=Reached(phase=Phase.DONE))


def test_a_long_tree_is_walked_in_pieces_to_the_same_end(
    equipped: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert equipped
    for part in range(3):
        made_leaves(300, first=300 * part)
        turn()
    monkeypatch.setattr(leaves, "MARK_AFTER", 300)
    pieces = list(deep(wanted(), Reached()))
    marks = [piece.reached for piece in pieces if piece.reached.phase is Phase.TREE]
    assert len(marks) == 1 + 3
    for mark in marks[1:]:
        rest = deeply(mark)
        assert {one.code for one in rest} <= {"tree.leaf_without_entry"}
    (row("checkpoint", size=900), database_name())
    with sql.cursor(sql.OWNER) as cursor:
        cursor.execute("ALTER TABLE checkpoint DISABLE TRIGGER USER")
        cursor.execute("UPDATE checkpoint SET root = sha256('x') WHERE size = 900")
    for mark in marks:
        assert "tree.root_differs" in {one.code for one in deeply(mark)}


def test_a_history_that_is_no_petition_s_is_one_with_other_kinds(life: builders.Life, attack: Any) -> None:
    attack("DELETE FROM petition WHERE id = %s", life.petition)
    assert [(one.code, one.row) for one in deeply()] == [("row.removed", str(life.petition))]
    assert replay.WHOLE
