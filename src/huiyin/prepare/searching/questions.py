"""A question on its way through an address: sealed for its official: no log and no history holds words."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Mapping

from huiyin.kernel.errors import HuiyinError, Unknown
from huiyin.kernel.ids import AccountId
from huiyin.vault.current import vault

PURPOSE = "search question"


def sealed(typed: Mapping[str, str], account: AccountId) -> str:
    """Return what was typed as the text of an address that only this account opens."""
    plain = json.dumps({name: value for name, value in typed.items() if value}, ensure_ascii=False)
    return urlsafe_b64encode(vault().seal_blob(PURPOSE, plain.encode(), str(account))).decode()


def opened(text: str, account: AccountId) -> dict[str, str]:
    """Return what `sealed` made for this account; else raise Unknown ``search.question_unknown``."""
    try:
        blob = urlsafe_b64decode(text.encode("ascii"))
        typed: dict[str, str] = json.loads(vault().open_blob(PURPOSE, blob, str(account)))
    except (HuiyinError, Error, ValueError) as fault:
        raise Unknown("search.question_unknown") from fault
    return typed
