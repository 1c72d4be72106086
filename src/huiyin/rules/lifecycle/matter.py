"""A matter as the rules see it: plain facts, no ciphertext, no rows."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from huiyin.kernel.ids import AccountId, OfficeId, PetitionId
from huiyin.rules.access.require import Standing
from huiyin.rules.lifecycle.states import Klass, OpinionKind, OpinionState, PartRole, Route, State
from huiyin.rules.statute.events import Event, EventName

SUPPORT = "support"  # 信访工作条例 第三十二条第一款第一项


@dataclass(frozen=True, kw_only=True)
class Part:
    """An office's part."""

    id: UUID
    office: OfficeId
    role: PartRole
    open: bool
    next_due_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """An opinion or reply in the making."""

    id: UUID
    office: OfficeId
    kind: OpinionKind
    state: OpinionState
    drafted_by: AccountId
    outcome: str = ""  # rules.lifecycle.answers.OUTCOMES


@dataclass(frozen=True, kw_only=True)
class Document:
    """A document issued; `served_on` is None until it is served."""

    id: UUID
    office: OfficeId
    kind: str
    issued_on: date
    opinion: UUID | None = None
    served_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class StoredClock:
    """A clock as it was last written."""

    id: UUID
    values: tuple[tuple[str, object], ...]


@dataclass(frozen=True, kw_only=True)
class Matter:
    """All that the rules need to know of a petition."""

    id: PetitionId
    number: str
    state: State
    klass: Klass | None
    declared_klass: Klass
    route: Route | None
    topic: str | None
    division: int
    county: int
    pack: str
    pack_version: str
    bureau: OfficeId
    lead: OfficeId | None
    offices: tuple[OfficeId, ...]
    denied: tuple[OfficeId, ...]
    unreachable: bool
    electronic: bool
    demo: bool
    parts: tuple[Part, ...]
    events: tuple[Event, ...]
    next_due_on: date | None = None
    erased: bool = False  # what was sealed of it can be opened no more
    clocks: tuple[StoredClock, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    documents: tuple[Document, ...] = ()
    rated: frozenset[tuple[str, OfficeId]] = frozenset()

    @property
    def standing(self) -> Standing:
        """What of it decides who may act."""
        return Standing(
            petition=self.id,
            bureau=self.bureau,
            lead=self.lead,
            open_parts=frozenset(part.office for part in self.parts if self._handles(part)),
            offices=frozenset(self.offices),
            denied=frozenset(self.denied),
        )

    @property
    def sent_by_itself(self) -> bool:
        """True when the last transfer was the machine's decision and no person's."""
        sent = [event for event in self.events if event.name is EventName.PETITION_TRANSFERRED]
        return bool(sent) and sent[-1].facts.get("automatic") is True

    def open_opinion(self) -> Opinion | None:
        """Return the opinion that is drafted or signed but not served."""
        making = {OpinionState.DRAFTED, OpinionState.SIGNED}
        return next((opinion for opinion in self.opinions if opinion.state in making), None)

    def supported_on(self) -> date | None:
        """Return the day on which an opinion that supports the request was served; None when none was.

        Of several the last counts.
        """
        served = [opinion for opinion in self.opinions if opinion.state is OpinionState.SERVED]
        if not served or served[-1].outcome != SUPPORT:
            return None
        return next((paper.served_on for paper in self.documents if paper.opinion == served[-1].id), None)

    def part_of(self, office: OfficeId | None) -> Part | None:
        """Return the open part of an office."""
        return next((part for part in self.parts if part.open and part.office == office), None)

    def latest_part_of(self, office: OfficeId) -> Part | None:
        """Return the part that an office had last, open or closed."""
        return next((part for part in reversed(self.parts) if part.office == office), None)

    def _handles(self, part: Part) -> bool:
        # A bureau that sent the matter on watches over it and no longer handles it (第二十二条).
        return part.open and (part.role is not PartRole.BUREAU or self.lead in {None, part.office})
