"""Petitions as they are filed, and a matter that lives on from there."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from builders.world import JINJIANG, PUBLIC, petitioner
from huiyin.door import door
from huiyin.kernel.command import Actor, Command, Outcome
from huiyin.kernel.ids import OfficeId, PetitionId, new_id, new_number, new_query_code
from huiyin.prepare import filing
from huiyin.prepare.answers import read
from huiyin.prepare.filing import Envelope, Prepared
from huiyin.prepare.house import vault
from support.moment import AT

# Clear enough to be sent to Chengdu's ecology office by itself.
POLLUTION = {
    "klass": "claim",
    "title": "纺织厂偷排污水",
    "text": "我们小区旁边的纺织厂每天夜里偷偷往河里排放污水，河水发黑发臭，水质检测超标。",
    "request": "请查处",
    "language": "zh-hans",
    "division": JINJIANG,
    "persons": [
        {
            "part": "petitioner",
            "kind": "person",
            "name": "王小明",
            "phone": "13800000000",
            "address": "东大街1号",
        }
    ],
    "electronic": True,
}
# Says nothing that any topic knows: it waits in the bureau's queue.
UNCLEAR = {
    **POLLUTION,
    "title": "请帮帮我们",
    "text": "我们想了很久，还是请你们看一看。",
    "request": "请答复",
}


@dataclass(frozen=True, kw_only=True)
class Life:
    """A petition and how far it has come; each step is a command a day after the last."""

    prepared: Prepared
    outcomes: tuple[Outcome, ...]
    at: datetime  # of the last command
    documents: dict[str, UUID] = field(default_factory=dict)  # by kind
    opinion: UUID | None = None
    erasure: UUID | None = None

    @property
    def petition(self) -> PetitionId:
        """Its id."""
        return self.prepared.command.petition

    @property
    def petitioner(self) -> Actor:
        """Who filed it, later."""
        return petitioner(self.petition)

    @property
    def outcome(self) -> Outcome:
        """Of the last command."""
        return self.outcomes[-1]

    def then(self, command: Command, actor: Actor, *, days: int = 1) -> "Life":
        """Return the matter after one more command."""
        at = self.at + timedelta(days=days)
        outcome = door.execute(command, actor=actor, at=at)
        return replace(self, outcomes=(*self.outcomes, outcome), at=at)


def prepare(at: datetime = AT, **answers: Any) -> Prepared:
    """Return a filing ready for the door; `answers` replace those of `POLLUTION`."""
    petition = PetitionId(new_id(at))
    happened = {name: answers.pop(name) for name in ("happened_at", "happened_source") if name in answers}
    envelope = Envelope(
        petition=petition,
        number=new_number(),
        code=new_query_code(),
        data_key=vault().new_data_key(petition).wrapped,
        channel=answers.pop("channel", "web"),
        **happened,
    )
    files = answers.pop("files", ())
    return filing.prepare(read({**POLLUTION, **answers}), files, envelope, at=at)


def file_petition(at: datetime = AT, **answers: Any) -> Life:
    """File a petition as the public does."""
    prepared = prepare(at, **answers)
    return Life(prepared=prepared, outcomes=(door.execute(prepared.command, actor=PUBLIC, at=at),), at=at)


def waiting(at: datetime = AT, **answers: Any) -> Life:
    """File a petition that nothing but a person can send on."""
    return file_petition(at, **{**UNCLEAR, **answers})


def accusation(*against: OfficeId, **answers: Any) -> Life:
    """An accusation against offices."""
    accused = [{"kind": "office", "name": "某单位", "office": one, "accused": True} for one in against]
    return file_petition(**{**UNCLEAR, "klass": "accusation", "respondents": accused, **answers})
