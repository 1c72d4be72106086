"""What offices write to each other about a supervision item: sealed, opened for who sees the item."""

from dataclasses import dataclass
from datetime import date, datetime

from huiyin.commands.oversight.answer_advice import AnswerAdvice
from huiyin.commands.oversight.answer_supervision import AnswerSupervision
from huiyin.commands.oversight.close_supervision import CloseSupervision
from huiyin.commands.oversight.send_advice import SendAdvice
from huiyin.kernel.ids import new_id
from huiyin.prepare.house import vault
from huiyin.queries.oversight.advices import AdviceLine, SealedAdvice
from huiyin.queries.oversight.items import SealedItem
from huiyin.vault.binding import place
from huiyin.vault.data_key import DataKey
from huiyin.vault.sealing import open_text, seal_text

TABLE, ANSWER, RESULT = "supervision_item", "sealed_answer", "sealed_result"
ADVICE, TEXT = "advice", "sealed_text"


@dataclass(frozen=True, kw_only=True)
class OpenedAdvice:
    """One piece of advice with its words; `answer` is empty while there is none."""

    line: AdviceLine
    text: str
    answer: str


def answer(item: SealedItem, text: str) -> AnswerSupervision:
    """Return the command by which the office that failed answers."""
    sealed = seal_text(_key(item), text, bound_to=place(TABLE, ANSWER, item.line.id))
    return AnswerSupervision(petition=item.line.petition, item=item.line.id, sealed_answer=sealed)


def close(item: SealedItem, text: str) -> CloseSupervision:
    """Return the command by which an inspector closes it with a written result."""
    sealed = seal_text(_key(item), text, bound_to=place(TABLE, RESULT, item.line.id))
    return CloseSupervision(petition=item.line.petition, item=item.line.id, sealed_result=sealed)


def advise(item: SealedItem, text: str, *, due_on: date | None, at: datetime) -> SendAdvice:
    """Return the command by which the bureau advises the office, with the day set for its reply, if any."""
    row = new_id(at)
    sealed = seal_text(_key(item), text, bound_to=place(ADVICE, TEXT, row))
    line = item.line
    return SendAdvice(petition=line.petition, item=line.id, id=row, due_on=due_on, sealed_text=sealed)


def reply(item: SealedItem, advice: AdviceLine, text: str, *, adopted: str) -> AnswerAdvice:
    """Return the command by which the office says whether it adopts the advice."""
    sealed = seal_text(_key(item), text, bound_to=place(ADVICE, ANSWER, advice.id))
    return AnswerAdvice(petition=item.line.petition, advice=advice.id, adopted=adopted, sealed_answer=sealed)


def advices(item: SealedItem) -> tuple[OpenedAdvice, ...]:
    """Return what was advised on an item and replied, opened, the oldest first; nothing once erased."""
    if not item.advices or item.wrapped is None:
        return ()
    key = _key(item)
    return tuple(_advice(key, one) for one in item.advices)


def texts(item: SealedItem) -> tuple[str, str]:
    """Return the office's answer and the inspector's result; empty while there is none, or once erased."""
    return _opened(item, item.sealed_answer, ANSWER), _opened(item, item.sealed_result, RESULT)


def _advice(key: DataKey, one: SealedAdvice) -> OpenedAdvice:
    text = open_text(key, one.sealed_text, bound_to=place(ADVICE, TEXT, one.line.id))
    sealed = one.sealed_answer
    answer = open_text(key, sealed, bound_to=place(ADVICE, ANSWER, one.line.id)) if sealed else ""
    return OpenedAdvice(line=one.line, text=text, answer=answer)


def _opened(item: SealedItem, sealed: bytes | None, column: str) -> str:
    if sealed is None or item.wrapped is None:
        return ""
    return open_text(_key(item), sealed, bound_to=place(TABLE, column, item.line.id))


def _key(item: SealedItem) -> DataKey:
    return vault().open_data_key(item.wrapped, item.line.petition)
