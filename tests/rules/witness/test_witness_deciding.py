"""When a witness cosigns, and when not: every branch of C2SP tlog-witness, section "add-checkpoint"."""

from dataclasses import replace

import pytest

from huiyin.rules.merkle.checkpoint import Checkpoint
from huiyin.rules.merkle.note import parse_note
from huiyin.rules.witness.deciding import Cosign, Decision, Held, OtherSize, Refuse, Refused, decide
from huiyin.rules.witness.showing import Shown
from support.paper_log import PaperLog

LOG = PaperLog().grown(40)
FORK = PaperLog().grown(5).grown(40, story="another")


def held(size: int, log: PaperLog = LOG) -> Held:
    return Held(size=size, root=log.root(size), note=log.note(size), line="", at=1)


def showing(size: int, old: int, log: PaperLog = LOG) -> Shown:
    return Shown(
        checkpoint=log.checkpoint(size),
        note=parse_note(log.note(size)),
        old_size=old,
        proof=log.proof(old, size),
    )


def decided(shown: Shown, latest: int = 0, *, remembered: tuple[int, ...] = ()) -> Decision:
    known = {size: held(size) for size in (*remembered, latest) if size}
    return decide(shown, latest=known.get(latest), same_size=known.get(shown.checkpoint.size))


@pytest.mark.parametrize("latest", range(1, 41))
def test_every_honest_growth_is_cosigned(latest: int) -> None:
    assert all(decided(showing(size, latest), latest) == Cosign() for size in range(latest, 41))


@pytest.mark.parametrize("size", [0, 1, 2, 40])
def test_the_first_checkpoint_needs_no_proof(size: int) -> None:
    assert decided(showing(size, 0)) == Cosign()


def test_the_same_checkpoint_is_cosigned_again() -> None:
    assert decided(showing(7, 7), 7) == Cosign()


def test_an_old_size_beyond_the_checkpoint_is_misuse() -> None:
    request = replace(showing(7, 0), old_size=8)
    assert decided(request, 8) == Refuse(why=Refused.OLD_SIZE_BEYOND)


@pytest.mark.parametrize(("old", "latest"), [(0, 7), (6, 7), (8, 7), (8, 0)])
def test_another_old_size_is_told_the_known_one(old: int, latest: int) -> None:
    assert decided(showing(9, old), latest) == OtherSize(known=latest)


def test_a_smaller_checkpoint_is_told_the_known_size() -> None:
    assert decided(showing(6, 6), 7, remembered=(6,)) == OtherSize(known=7)


def test_a_smaller_checkpoint_of_another_tree_is_caught_by_memory() -> None:
    request = showing(6, 6, FORK)
    assert decided(request, 9, remembered=(6,)) == OtherSize(known=9, against=held(6))
    assert decided(request, 9) == OtherSize(known=9)


def test_the_empty_tree_has_one_root() -> None:
    request = showing(0, 0)
    wrong = replace(request, checkpoint=Checkpoint(origin=LOG.origin, size=0, root=bytes(32)))
    assert decided(wrong) == Refuse(why=Refused.EMPTY_ROOT_WRONG)


def test_a_proof_where_none_is_due_is_refused() -> None:
    assert decided(replace(showing(7, 0), proof=(bytes(32),))) == Refuse(why=Refused.PROOF_NOT_EMPTY)
    again = replace(showing(7, 7), proof=(bytes(32),))
    assert decided(again, 7) == Refuse(why=Refused.PROOF_FAILS, against=held(7))


def test_another_tree_of_the_same_size_is_refused() -> None:
    assert decided(showing(7, 7, FORK), 7) == Refuse(why=Refused.OTHER_ROOT, against=held(7))


@pytest.mark.parametrize("latest", range(6, 40))
def test_another_beginning_is_refused(latest: int) -> None:
    expected = Refuse(why=Refused.PROOF_FAILS, against=held(latest))
    assert all(decided(showing(size, latest, FORK), latest) == expected for size in range(latest + 1, 41))


def test_a_fork_is_no_fork_before_it_begins() -> None:
    assert decided(showing(40, 5, FORK), 5) == Cosign()


def test_a_wrong_short_or_long_proof_is_refused() -> None:
    right = showing(20, 11)
    proofs = [
        right.proof[:-1],
        (*right.proof, bytes(32)),
        (bytes(32), *right.proof[1:]),
        right.proof[::-1],
        (),
    ]
    expected = Refuse(why=Refused.PROOF_FAILS, against=held(11))
    assert [decided(replace(right, proof=proof), 11) for proof in proofs] == [expected] * 5
