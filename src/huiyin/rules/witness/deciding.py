"""Whether a witness cosigns a checkpoint (C2SP tlog-witness, section "add-checkpoint"), as pure functions."""

from dataclasses import dataclass
from enum import StrEnum

from huiyin.kernel.errors import Invalid
from huiyin.rules.merkle.hashing import EMPTY_ROOT
from huiyin.rules.merkle.proofs import verify_consistency
from huiyin.rules.witness.showing import Shown


@dataclass(frozen=True, kw_only=True)
class Held:
    """A checkpoint that this witness cosigned."""

    size: int
    root: bytes
    note: str  # with the log's signatures, without any witness's
    line: str  # this witness's signature line
    at: int  # POSIX seconds, as signed


@dataclass(frozen=True, kw_only=True)
class Cosign:
    """It follows what was cosigned before: sign it and remember it."""


@dataclass(frozen=True, kw_only=True)
class OtherSize:
    """The proof starts elsewhere than at what was cosigned last (409); `against` says what it contradicts."""

    known: int
    against: Held | None = None


class Refused(StrEnum):
    """Why a checkpoint is not cosigned."""

    OLD_SIZE_BEYOND = "witness.old_size_beyond"  # 400
    EMPTY_ROOT_WRONG = "witness.empty_root_wrong"  # 422
    PROOF_NOT_EMPTY = "witness.proof_not_empty"  # 422
    OTHER_ROOT = "witness.other_root"  # 422
    PROOF_FAILS = "witness.proof_fails"  # 422


@dataclass(frozen=True, kw_only=True)
class Refuse:
    """It is not cosigned; `against` is the cosigned checkpoint that it does not follow."""

    why: Refused
    against: Held | None = None


Decision = Cosign | OtherSize | Refuse


def decide(shown: Shown, *, latest: Held | None, same_size: Held | None) -> Decision:
    """Return what to do with a checkpoint whose log is known and whose signature holds.

    `latest` is what was cosigned last of this log; `same_size` what was cosigned of the shown size, as far as
    it is remembered. The checks come in the order of the specification.
    """
    size, root = shown.checkpoint.size, shown.checkpoint.root
    if shown.old_size > size:
        return Refuse(why=Refused.OLD_SIZE_BEYOND)
    known = latest.size if latest else 0
    if shown.old_size != known:
        other = same_size if same_size and same_size.root != root else None
        return OtherSize(known=known, against=other)
    if size == 0 and root != EMPTY_ROOT:
        return Refuse(why=Refused.EMPTY_ROOT_WRONG)
    if known == 0:
        return Refuse(why=Refused.PROOF_NOT_EMPTY) if shown.proof else Cosign()
    assert latest is not None  # noqa: S101  a known size above 0 is that of `latest`
    return _follows(shown, latest)


def _follows(shown: Shown, latest: Held) -> Decision:
    new = shown.checkpoint
    if new.size == latest.size and new.root != latest.root:
        return Refuse(why=Refused.OTHER_ROOT, against=latest)
    try:
        verify_consistency(
            old_size=latest.size,
            old_root=latest.root,
            new_size=new.size,
            new_root=new.root,
            path=shown.proof,
        )
    except Invalid:
        return Refuse(why=Refused.PROOF_FAILS, against=latest)
    return Cosign()
