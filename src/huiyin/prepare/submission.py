"""From draft to petition: filed once, however often it is sent, and always with the same receipt."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from huiyin.door import door
from huiyin.kernel.command import Actor, ActorKind
from huiyin.kernel.errors import Conflict
from huiyin.kernel.ids import PetitionId
from huiyin.prepare import answers as answering
from huiyin.prepare import drafts, receipts, trays
from huiyin.prepare.drafts import Draft
from huiyin.prepare.filing import Envelope, prepare, what_is_filed
from huiyin.prepare.house import mode
from huiyin.rules.access.roles import Role

SENT = "sent"  # among the answers of a draft: exactly what was handed to the door


def submit(
    draft: Draft, token: str, plain: Mapping[str, Any], *, channel: str, moved: bool, at: datetime
) -> Draft:
    """File the draft with these answers and return it with its receipt; filed before, it only comes back.

    `moved` is True when the clock does not show real time: such receipts are marked.
    Raises Invalid with the field when the answers cannot be used; then nothing has changed.
    """
    if draft.receipt is not None:
        return draft
    again = _receipt_again(draft)
    if again is None:
        # Order: what is sent is kept before it is filed. Should the answer be lost, the receipt can
        # still be made from it, whatever is typed into the draft afterwards.
        answering.read(plain)
        draft = drafts.save(drafts.sending(draft, **{SENT: plain}), token, at)
        again = _file(draft, channel=channel, moved=moved, at=at)
    filed = drafts.save(drafts.filed(draft, again), token, at)
    trays.clear(drafts.giver(filed))
    return filed


def _file(draft: Draft, *, channel: str, moved: bool, at: datetime) -> bytes:
    petition = PetitionId(draft.id)
    envelope = Envelope(
        petition=petition,
        number=draft.number,
        code=draft.code,
        data_key=draft.wrapped_key,
        channel=channel,
        demo=mode().demo or moved,
    )
    prepared = prepare(answering.read(draft.answers[SENT]), draft.sent_files, envelope, at=at)
    try:
        outcome = door.execute(
            prepared.command,
            actor=Actor(kind=ActorKind.PETITIONER, role=Role.PUBLIC.value, petition=petition),
            at=at,
        )
    except Conflict:  # the second of two at the same moment meets the first one's rows
        receipt = _receipt_again(draft)
        if receipt is None:
            raise
        return receipt
    return receipts.receipt_of(prepared, outcome)


def _receipt_again(draft: Draft) -> bytes | None:
    sent = draft.answers.get(SENT)
    if sent is None:
        return None
    return receipts.receipt_again(PetitionId(draft.id), what_is_filed(answering.read(sent), draft.sent_files))
