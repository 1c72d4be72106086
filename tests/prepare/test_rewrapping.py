"""Another wrapping key for all petitions: nothing is lost, whoever is killed or works meanwhile."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import psycopg
import pytest

import builders
from builders import Life
from huiyin.commands.streams import KEYS
from huiyin.door import door, rewrapping, waiting
from huiyin.kernel.errors import Conflict, HuiyinError
from huiyin.prepare import drafts, uploads
from huiyin.prepare import rewrapping as rotating
from huiyin.prepare.house import vault
from huiyin.prepare.rewrapping import Rotated, left_behind, name_of, require_known, under_way
from huiyin.prepare.trays import Giver
from huiyin.queries.ledger.wrap_changes import WrapChange, wrap_changes
from huiyin.queries.outreach.own_story import own_story
from huiyin.vault.key_home import KeyFolder
from support.database import Ground
from support.killed import Killed, dying
from support.moment import AT
from support.reopening import House
from support.roles import attempt, intruder
from support.state import entries, rows
from support.verifying import differences

LATER = AT + timedelta(days=400)


def _home(movable: House) -> KeyFolder:
    return KeyFolder(folder=movable.keys)


def _quiet(done: int, total: int) -> None:
    assert 0 <= done <= max(total, done)


def _rotate(movable: House, at: Any = LATER) -> Rotated:
    return rotating.rotate(_home(movable), progress=_quiet, at=at)


def _retire(movable: House, at: Any = LATER) -> WrapChange:
    return rotating.retire(_home(movable), progress=_quiet, at=at)


def _wraps() -> set[bytes]:
    return {row["wrapped"][:5] for row in rows("data_key")}


def _in_use() -> bytes:
    return vault().wrapping.latest().wrap_id


def test_all_data_keys_are_wrapped_anew_and_everything_opens_as_before(movable: House) -> None:
    lives = [builders.full_life(), builders.file_petition()]
    told = [own_story(life.petition) for life in lives]
    old, count = _in_use(), len(rows("data_key"))
    done = _rotate(movable)
    assert _wraps() == {_in_use()} != {old}
    assert done.change == wrap_changes()[-1]
    assert (done.change.key, done.change.former) == (name_of(_in_use()), [name_of(old)])
    assert (done.change.data_keys, done.damaged, done.change.since) == (count, 0, LATER)
    assert [own_story(life.petition) for life in lives] == told
    [entry] = [one for one in entries(KEYS) if one["kind"] == "keys.wrapping_changed"]
    assert entry["facts"] == {"key": done.change.key, "former": [name_of(old)], "data_keys": count}
    assert differences() == []


def test_each_rotation_is_one_entry_and_takes_another_key(movable: House) -> None:
    builders.file_petition()
    keys = [_rotate(movable, LATER + timedelta(days=n)).change.key for n in range(3)]
    assert len(set(keys)) == 3
    assert [one.key for one in wrap_changes()] == keys
    assert len(wrap_changes()[-1].former) == 3
    assert len(entries(KEYS)) == 3
    assert differences() == []


def _killing(step: str) -> tuple[Any, str]:
    return {
        "file": (KeyFolder, "rotate_wrap"),
        "batch": (rewrapping, "replace"),
        "entry": (door, "execute"),
    }[step]


@pytest.mark.parametrize("step", ["file", "batch", "entry"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_at_any_step_the_next_call_finishes_the_same_rotation(
    movable: House, monkeypatch: pytest.MonkeyPatch, step: str, *, after: bool
) -> None:
    monkeypatch.setattr(rotating, "BATCH", 2)
    lives = [builders.file_petition() for _ in range(5)]
    owner, name = _killing(step)
    with dying(owner, name, monkeypatch, after=after), pytest.raises(Killed):
        _rotate(movable)
    movable.look_again()
    lives.append(builders.file_petition())
    assert all(own_story(life.petition) for life in lives)
    begun, told = _in_use(), len(wrap_changes())
    assert (under_way() is None) == ((step, after) in {("file", False), ("entry", True)})
    assert differences() == []
    done = _rotate(movable, LATER + timedelta(hours=1))
    again = (step, after) in {("file", False), ("entry", True)}
    assert (_in_use() != begun) == again
    assert len(wrap_changes()) == told + 1
    assert (under_way(), left_behind()) == (None, 0)
    assert done.change.data_keys == len(lives)
    assert all(own_story(life.petition) for life in lives)
    assert differences() == []


@pytest.mark.parametrize("step", ["entry", "file"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_retirement_that_was_killed_is_finished_by_the_next(
    movable: House, monkeypatch: pytest.MonkeyPatch, step: str, *, after: bool
) -> None:
    life = builders.file_petition()
    _rotate(movable)
    owner, name = {"entry": (door, "execute"), "file": (KeyFolder, "retire_wraps")}[step]
    with dying(owner, name, monkeypatch, after=after), pytest.raises(Killed):
        _retire(movable)
    movable.look_again()
    assert own_story(life.petition)
    if (step, after) == ("file", True):
        with pytest.raises(Conflict, match=r"vault\.nothing_to_retire"):
            _retire(movable)
    else:
        _retire(movable)
    assert vault().wrapping.latest().wrap_ids == {_in_use()}
    assert wrap_changes()[-1].retired_at == LATER
    assert [one["kind"] for one in entries(KEYS)] == ["keys.wrapping_changed", "keys.wrapping_retired"]
    assert own_story(life.petition)
    assert differences() == []


def test_whoever_files_and_erases_meanwhile_is_not_disturbed(
    movable: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotating, "BATCH", 1)
    gone = builders.answered()
    kept = [builders.file_petition() for _ in range(2)]
    whole, met = rewrapping.replace, []

    def beside(keys: Any) -> int:
        if not met:
            met.append(True)
            builders.erased(gone)
            kept.append(builders.file_petition())
        return whole(keys)

    monkeypatch.setattr(rewrapping, "replace", beside)
    done = _rotate(movable)
    assert (done.change.data_keys, _wraps()) == (3, {_in_use()})
    assert all(own_story(life.petition) for life in kept)
    assert gone.petition not in {row["petition"] for row in rows("data_key")}
    assert differences() == []


def test_what_was_wrapped_before_a_process_looked_is_found_by_another_pass(
    movable: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    builders.file_petition()
    old, whole, late = vault().keys, rewrapping.replace, []

    def beside(keys: Any) -> int:
        found = whole(keys)
        if not late:
            with monkeypatch.context() as slow:
                slow.setattr(type(vault().wrapping), "latest", lambda _: old)
                late.append(builders.file_petition())
        return found

    monkeypatch.setattr(rewrapping, "replace", beside)
    assert _rotate(movable).change.data_keys == 2
    assert _wraps() == {_in_use()}


def test_a_data_key_that_was_altered_is_counted_and_keeps_the_old_keys(
    movable: House, ground: Ground
) -> None:
    life, other = builders.file_petition(), builders.file_petition()
    with intruder(ground) as connection:
        connection.execute(
            "UPDATE data_key SET wrapped = set_byte(wrapped, 20, 255 - get_byte(wrapped, 20))"
            " WHERE petition = %s",
            (life.petition,),
        )
    done = _rotate(movable)
    assert (done.damaged, done.change.data_keys, left_behind()) == (1, 1, 1)
    with pytest.raises(Conflict, match=r"vault\.still_wrapped") as caught:
        _retire(movable)
    assert caught.value.facts == {"number": 1}
    assert len(vault().wrapping.latest().wrap_ids) == 2
    assert own_story(other.petition)


def test_the_keys_of_drafts_and_uploads_are_wrapped_anew_before_the_old_ones_end(movable: House) -> None:
    life = builders.file_petition()
    draft, token = drafts.start(LATER)
    held = uploads.begin(drafts.giver(draft), "a.pdf", 100, at=LATER)
    [key] = [row["wrapped"] for row in rows("data_key")]
    own = uploads.begin(
        Giver(petition=life.petition, wrapped_key=key, part="petitioner"), "b.pdf", 100, at=LATER
    )
    waiting.write_draft(b"k" * 32, b"nothing that opens", expires_at=LATER + timedelta(days=1))
    _rotate(movable)
    fresh, second = drafts.start(LATER)
    late = uploads.begin(drafts.giver(fresh), "c.pdf", 100, at=LATER)
    retired = _retire(movable)
    assert retired.retired_at == LATER
    movable.look_again()
    for one, by in ((draft, token), (fresh, second)):
        again = drafts.load(by, LATER)
        assert again
        assert drafts.data_key(again).petition_id == one.id
        assert again.expires_at == one.expires_at
    for upload in (held, own, late):
        found = uploads.find(upload.secret, LATER)
        assert found
        assert found.upload.giver.data_key().petition_id == upload.upload.giver.petition
        assert replace(found.upload, giver=upload.upload.giver) == upload.upload


def test_there_must_be_something_to_retire_and_the_rotation_must_have_ended(
    movable: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    builders.file_petition()
    with pytest.raises(Conflict, match=r"vault\.nothing_to_retire"):
        _retire(movable)
    with dying(door, "execute", monkeypatch, after=False), pytest.raises(Killed):
        _rotate(movable)
    with pytest.raises(Conflict, match=r"vault\.rotation_unfinished"):
        _retire(movable)
    _rotate(movable)
    _rotate(movable)
    before = (movable.keys / "keys.json").read_bytes()
    assert len(vault().wrapping.latest().wrap_ids) == 3
    assert json.loads(before)["keysets"]["wrap"]["key"]
    _retire(movable)
    assert [one.retired_at for one in wrap_changes()] == [LATER, LATER]
    with pytest.raises(Conflict, match=r"vault\.nothing_to_retire"):
        _retire(movable)


def test_a_key_that_lies_ready_is_the_one_that_is_used_and_survives_a_retirement(movable: House) -> None:
    _home(movable).prepare_wrap()
    ready = vault().wrapping.latest().wrap_next
    assert _rotate(movable).change.key == name_of(ready)
    _home(movable).prepare_wrap()
    beside = vault().wrapping.latest().wrap_next
    _retire(movable)
    assert vault().wrapping.latest().wrap_ids == {ready, beside}
    with pytest.raises(Conflict, match=r"vault\.nothing_to_retire"):
        _retire(movable)


@pytest.mark.parametrize("of", ["key file", "database"])
def test_an_older_key_file_or_database_is_said_at_once_and_changes_nothing(movable: House, of: str) -> None:
    builders.file_petition()
    older = (movable.keys / "keys.json").read_bytes()
    _rotate(movable)
    if of == "database":
        movable.back_up()
        _rotate(movable)
        _retire(movable)
        movable.fall_back()
    else:
        (movable.keys / "keys.json").write_bytes(older)
    movable.look_again()
    before = rows("data_key")
    refusals: list[Callable[[], object]] = [require_known, lambda: _rotate(movable), lambda: _retire(movable)]
    for refused in refusals:
        with pytest.raises(Conflict, match=r"vault\.wrap_key_missing"):
            refused()
    assert rows("data_key") == before


@pytest.mark.usefixtures("movable")
def test_the_turn_of_who_rotates_ends_with_it() -> None:
    # A lock is the connection's own: the other one is on another.
    query = "SELECT pg_try_advisory_lock(%s)"
    with rewrapping.alone():
        assert attempt("owner", query, (rewrapping._TURN,)) == [(False,)]
    assert attempt("owner", query, (rewrapping._TURN,)) == [(True,)]


def test_somebody_who_rotates_already_is_named(movable: House, ground: Ground) -> None:
    with intruder(ground) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (rewrapping._TURN,))
        with pytest.raises(Conflict, match=r"vault\.rotating"):
            _rotate(movable)
    assert under_way() is None
    _rotate(movable)


def test_the_roles_that_serve_people_cannot_change_a_data_key(movable: House) -> None:
    assert movable.keys.exists()
    life: Life = builders.file_petition()
    for role, refused in (("writer", "InsufficientPrivilege"), ("reader", "ReadOnlySqlTransaction")):
        with pytest.raises(getattr(psycopg.errors, refused)):
            attempt(role, "UPDATE data_key SET wrapped = 'x' WHERE petition = %s", (life.petition,))
    with pytest.raises(HuiyinError):
        vault().open_data_key(b"x", life.petition)
