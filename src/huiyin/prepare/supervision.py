"""What offices write to each other about a supervision item: sealed, opened for who sees the item."""

from huiyin.commands.oversight.answer_supervision import AnswerSupervision
from huiyin.commands.oversight.close_supervision import CloseSupervision
from huiyin.prepare.house import vault
from huiyin.queries.oversight.items import SealedItem
from huiyin.vault.binding import place
from huiyin.vault.data_key import DataKey
from huiyin.vault.sealing import open_text, seal_text

TABLE, ANSWER, RESULT = "supervision_item", "sealed_answer", "sealed_result"


def answer(item: SealedItem, text: str) -> AnswerSupervision:
    """Return the command by which the office that failed answers."""
    sealed = seal_text(_key(item), text, bound_to=place(TABLE, ANSWER, item.line.id))
    return AnswerSupervision(petition=item.line.petition, item=item.line.id, sealed_answer=sealed)


def close(item: SealedItem, text: str) -> CloseSupervision:
    """Return the command by which an inspector closes it with a written result."""
    sealed = seal_text(_key(item), text, bound_to=place(TABLE, RESULT, item.line.id))
    return CloseSupervision(petition=item.line.petition, item=item.line.id, sealed_result=sealed)


def texts(item: SealedItem) -> tuple[str, str]:
    """Return the office's answer and the inspector's result; empty while there is none."""
    return _opened(item, item.sealed_answer, ANSWER), _opened(item, item.sealed_result, RESULT)


def _opened(item: SealedItem, sealed: bytes | None, column: str) -> str:
    if sealed is None:
        return ""
    return open_text(_key(item), sealed, bound_to=place(TABLE, column, item.line.id))


def _key(item: SealedItem) -> DataKey:
    return vault().open_data_key(item.wrapped, item.line.petition)
