"""What a command file offers the door: permission, load, decide."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from huiyin.kernel.command import Actor, Command, Decision
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.require import NOWHERE, Standing

C = TypeVar("C", bound=Command)
S = TypeVar("S", bound="Subject")
C_contra = TypeVar("C_contra", bound=Command, contravariant=True)
S_contra = TypeVar("S_contra", bound="Subject", contravariant=True)


class Subject(Protocol):
    """The facts a command decides on, read under lock."""

    @property
    def standing(self) -> Standing:
        """What of them decides who may act."""


@dataclass(frozen=True, kw_only=True)
class NoSubject:
    """The subject of a command that begins something new."""

    standing: Standing = NOWHERE


class Decide(Protocol[S_contra, C_contra]):
    """Facts in, decision out: pure. Raises Unlawful or Invalid with its article or field."""

    def __call__(self, subject: S_contra, command: C_contra, *, actor: Actor, at: datetime) -> Decision:
        """Return the decision."""


@dataclass(frozen=True, kw_only=True)
class Handler(Generic[C, S]):
    """The three parts of a command, in the order in which the door uses them.

    `locks` is False when `load` locks nothing: then nothing need be held until the write, which is one
    statement and so all or none by itself, and the door spares a transaction around both.
    """

    permission: Permission
    load: Callable[[Sequence[C]], list[S]]
    decide: Decide[S, C]
    locks: bool = True
