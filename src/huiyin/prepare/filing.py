"""A filing becomes a command: sealed under its own key, content hashed, topics and place suggested."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from huiyin.commands.intake.file_petition import FilePetition
from huiyin.commands.intake.rows import EvidenceRow, PetitionerRow, RespondentRow
from huiyin.kernel import canonical
from huiyin.kernel.clock import local_date
from huiyin.kernel.ids import OfficeId, PetitionId, new_id
from huiyin.prepare.answers import Answers, Part, Person
from huiyin.prepare.drafts import StagedFile
from huiyin.prepare.house import mode, store, vault
from huiyin.prepare.masks import masked
from huiyin.rules.lifecycle.states import Klass
from huiyin.rules.receipt.format import CONTENT_KEY_BYTES, content_hash
from huiyin.rules.routing.names import named_offices
from huiyin.rules.routing.topics import TopicSuggestion, suggest_topics
from huiyin.rules.statute.choose import PackRef, choose_pack
from huiyin.rules.statute.law import in_force
from huiyin.vault.binding import place
from huiyin.vault.data_key import DataKey
from huiyin.vault.sealing import seal_json, seal_text

SUGGESTIONS_KEPT = 4  # for the bureau's queue, beside the best two offices
WORDS_KEPT = 5


@dataclass(frozen=True, kw_only=True)
class Returned:
    """What a receipt holds of a filing that was lost: its promise, the key of its content hash, its files.

    The files are plain data as a receipt has them: they are not there, and are asked for.
    """

    promise: Mapping[str, Any]
    content_key: bytes
    files: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """What is fixed before a filing is carried out, so that a second submission is recognised."""

    petition: PetitionId
    number: str
    code: str
    data_key: bytes  # wrapped
    channel: str
    demo: bool = False  # true in any case in a demonstration
    happened_at: datetime | None = None
    happened_source: str = ""
    returned: Returned | None = None


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A filing ready for the door, and what its receipt will show."""

    command: FilePetition
    filed: Mapping[str, Any]
    content_key: bytes


def prepare(
    answers: Answers,
    files: Sequence[StagedFile],
    envelope: Envelope,
    *,
    at: datetime,
    key: DataKey | None = None,
) -> Prepared:
    """Return the command that files these answers; nothing of them leaves in clear.

    `key` is the envelope's data key, when it is open already.
    Raises Misconfigured ``store.full`` when the disk has only its reserve left: a filing is refused before
    the database finds no room for it.
    """
    store().require_room()
    key = key or vault().open_data_key(envelope.data_key, envelope.petition)
    returned = envelope.returned
    content_key = returned.content_key if returned else secrets.token_bytes(CONTENT_KEY_BYTES)
    filed = what_is_filed(answers, files)
    if returned:
        filed["files"] = canonical.plain(returned.files)
    suggestions = suggest_topics(answers.title, answers.text)
    pack = _pack(answers, local_date(envelope.happened_at or at), at)
    respondents = _respondents(answers, key, at)
    command = FilePetition(
        petition=envelope.petition,
        number=envelope.number,
        query_hash=query_hash(envelope.code),
        data_key=envelope.data_key,
        content=content_hash(content_key, filed),
        channel=envelope.channel,
        language=answers.language,
        klass=Klass(answers.klass.value),
        division=answers.town or answers.division,
        county=answers.division,
        suggestions=suggestions,
        named=_named(answers),
        pack=pack.id,
        pack_version=pack.version,
        happened_at=envelope.happened_at,
        happened_source=envelope.happened_source,
        anonymous=answers.anonymous,
        unreachable=answers.unreachable,
        publish=answers.publish,
        electronic=answers.electronic,
        demo=envelope.demo or mode().demo,
        sealed_summary=_sealed(key, "summary", _summary(answers, suggestions)),
        sealed_story=_sealed(key, "story", _story(answers, content_key, respondents, returned)),
        petitioners=_petitioners(answers.persons, key, at),
        respondents=respondents,
        evidence=tuple(evidence_row(file, key) for file in files),
        returned=returned.promise if returned else None,
    )
    return Prepared(command=command, filed=filed, content_key=content_key)


def _pack(answers: Answers, on: date, at: datetime) -> PackRef:
    law = in_force(at)
    return choose_pack(
        on=on,
        demo=mode().demo_rules,
        division=answers.division,
        adopted=law.adopted,
        shelf=law.shelf,
    )


def _named(answers: Answers) -> tuple[OfficeId, ...]:
    found = named_offices(f"{answers.title}\n{answers.text}")
    return tuple(sorted({mention.office for mention in found}))


def query_hash(code: str) -> bytes:
    """Return the keyed hash under which a query code is stored."""
    return vault().keyed_hash("query code", code.encode())


def what_is_filed(answers: Answers, files: Sequence[StagedFile]) -> dict[str, Any]:
    """Return all that was filed as plain data: what the receipt shows and the content hash covers."""
    plain: dict[str, Any] = canonical.plain(
        {
            "klass": answers.klass,
            "title": answers.title,
            "text": answers.text,
            "request": answers.request,
            "language": answers.language,
            "division": answers.town or answers.division,
            "place": answers.place,
            "happened": [answers.happened_from, answers.happened_to],
            "respondents": [vars(one) for one in answers.respondents],
            "persons": [vars(one) for one in answers.persons],
            "publish": answers.publish,
            "electronic": answers.electronic,
            "files": [
                {"name": file.name, "kind": file.kind, "size": file.size, "sha256": file.sha256.hex()}
                for file in files
            ],
        }
    )
    return plain


def _sealed(key: DataKey, column: str, value: Mapping[str, Any]) -> bytes:
    return seal_json(key, value, bound_to=place("petition", f"sealed_{column}", key.petition_id))


def _summary(answers: Answers, suggestions: Sequence[TopicSuggestion]) -> dict[str, Any]:
    """Return what lists show; the words of a topic are the lexicon's own, never a name or a place."""
    first = next((person.name for person in answers.persons if person.name), "")
    best = suggestions[:SUGGESTIONS_KEPT]
    topics = [[one.topic, int(one.score * 100), list(one.words[:WORDS_KEPT])] for one in best]
    return {"title": answers.title, "who": masked(first), "topics": topics}


def _story(
    answers: Answers, content_key: bytes, respondents: Sequence[RespondentRow], returned: Returned | None
) -> dict[str, Any]:
    named = zip(respondents, answers.respondents, strict=True)
    return {
        "text": answers.text,
        "request": answers.request,
        "place": answers.place,
        "happened": [answers.happened_from, answers.happened_to],
        "content_key": content_key,
        # Order and kind, so that the receipt can be made again from the rows.
        "respondents": [[row.id, one.kind] for row, one in named],
        **({"awaited": returned.files} if returned else {}),
    }


def _petitioners(persons: Sequence[Person], key: DataKey, at: datetime) -> tuple[PetitionerRow, ...]:
    rows: list[PetitionerRow] = []
    petitioner: UUID | None = None
    for person in persons:
        row = new_id(at)
        if person.part is Part.PETITIONER:
            petitioner = row
        # A guardian or an agent stands for the petitioner named before.
        behind = person.part in {Part.GUARDIAN, Part.AGENT}
        identity = {name: getattr(person, name) for name in ("name", "phone", "email", "address", "note")}
        rows.append(
            PetitionerRow(
                id=row,
                part_played=person.part.value,
                kind=person.kind.value,
                foreign=person.foreign,
                minor=person.minor,
                stands_for=petitioner if behind else None,
                sealed_identity=seal_json(
                    key, identity, bound_to=place("petitioner", "sealed_identity", row)
                ),
            )
        )
    return tuple(rows)


def _respondents(answers: Answers, key: DataKey, at: datetime) -> tuple[RespondentRow, ...]:
    rows = []
    for one in answers.respondents:
        row = new_id(at)
        sealed = seal_text(key, one.name, bound_to=place("respondent", "sealed_name", row))
        office = OfficeId(one.office) if one.office else None
        rows.append(RespondentRow(id=row, office=office, accused=one.accused, sealed_name=sealed))
    return tuple(rows)


def evidence_row(file: StagedFile, key: DataKey) -> EvidenceRow:
    """Return the row of a staged file, what speaks of it sealed."""
    facts = {"name": file.name, "sha256": file.sha256.hex(), "facts": file.facts}
    return EvidenceRow(
        id=file.id,
        address=file.address,
        size=file.size,
        kind=file.kind,
        sealed_facts=seal_json(key, facts, bound_to=place("evidence", "sealed_facts", file.id)),
    )
