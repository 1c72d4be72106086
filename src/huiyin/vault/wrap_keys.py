"""Another wrapping key in the key file: laid beside, put in use, and at the end alone.

Each function takes the text of a key file and returns the next one; all raise Unreadable as `keyset.parse`.
"""

import json
from datetime import datetime
from typing import Any

import tink
from tink import aead, json_proto_keyset_format, secret_key_access

from huiyin.kernel import canonical
from huiyin.vault.keyset import content_of, parse, text_of

_NEXT = "wrap_next"  # the id of a key that lies beside and wraps nothing yet


def prepare(text: str) -> str:
    """Return the key file with a key beside that wraps nothing yet: so that every host may know it first.

    One that lies there already is kept.
    """
    content = content_of(text)
    return text if _NEXT in content else _parsed(_prepared(content))


def rotate(text: str, at: datetime) -> str:
    """Return the key file whose next key wraps from `at` on; the ones before still open."""
    content = content_of(text)
    ready = content if _NEXT in content else _prepared(content)
    wrap = {**ready["keysets"]["wrap"], "primaryKeyId": ready[_NEXT]}
    changed = {**ready, "keysets": {**ready["keysets"], "wrap": wrap}, "wrap_since": canonical.instant(at)}
    changed.pop(_NEXT)
    return _parsed(changed)


def retire(text: str) -> str:
    """Return the key file without the keys before: what they wrapped is lost from now on."""
    content = content_of(text)
    wrap = content["keysets"]["wrap"]
    kept = {wrap["primaryKeyId"], content.get(_NEXT)}
    keys = [one for one in wrap["key"] if one["keyId"] in kept]
    return _parsed({**content, "keysets": {**content["keysets"], "wrap": {**wrap, "key": keys}}})


def _prepared(content: dict[str, Any]) -> dict[str, Any]:
    wrap = content["keysets"]["wrap"]
    key = _new_key({one["keyId"] for one in wrap["key"]})
    return {
        **content,
        "keysets": {**content["keysets"], "wrap": {**wrap, "key": [*wrap["key"], key]}},
        _NEXT: key["keyId"],
    }


def _new_key(taken: set[int]) -> dict[str, Any]:
    while True:
        handle = tink.new_keyset_handle(aead.aead_key_templates.AES256_GCM)
        [key] = json.loads(json_proto_keyset_format.serialize(handle, secret_key_access.TOKEN))["key"]
        if key["keyId"] not in taken:
            return dict(key)


def _parsed(content: dict[str, Any]) -> str:
    text = text_of(content)
    parse(text)  # nothing is written that would not open again
    return text
