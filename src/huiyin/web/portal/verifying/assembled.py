"""The page put together from its readable parts: one HTML that runs no script and no style but its own.

Order matters: a part uses those before it. What is vendored stands outside, as it was published.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.template import Context, Engine
from django.urls import reverse

from huiyin.kernel import canonical
from huiyin.web.portal.verifying.told import OwnKeys
from huiyin.web.portal.verifying.words import said_in

FOLDER = Path(__file__).parent
VENDORED = ("nacl", "sha256")
PARTS = (
    *("bytes", "unicode", "json", "canonical", "crypto", "numbers", "tree", "note", "opening", "keys"),
    *("logged", "history", "receipt", "silence", "compact", "told", "verdict"),
    *("saying", "showing", "page"),
)
OTHER = {"zh-hans": ("en", "en", "English"), "en": ("zh", "zh-Hans", "中文")}
TAGS = {"zh-hans": "zh-Hans", "en": "en"}


@dataclass(frozen=True, kw_only=True)
class Assembled:
    """What is the same on every page: script and style, and the policy that allows just these."""

    script: str
    style: str
    words: str

    @property
    def policy(self) -> str:
        """The policy as the page itself carries it: nothing is loaded, nothing is sent but by its form."""
        return (
            f"default-src 'none'; script-src '{_digest(self.script)}'; style-src '{_digest(self.style)}'; "
            "img-src data:; form-action 'self'; base-uri 'none'"
        )

    @property
    def header(self) -> str:
        """The policy as the server sends it: with what a page cannot say of itself."""
        return f"{self.policy}; frame-ancestors 'none'"


@cache
def assembled() -> Assembled:
    """Return the parts, read once."""
    vendored = [(FOLDER / "vendored" / f"{name}.js").read_text("utf-8") for name in VENDORED]
    parts = [(FOLDER / "script" / f"{name}.js").read_text("utf-8") for name in PARTS]
    own = f'(function () {{\n"use strict";\n{"".join(parts)}}})();'
    words = {"zh": said_in("zh-hans"), "en": said_in("en")}
    return Assembled(
        script="\n".join([*vendored, own]),
        style=(FOLDER / "style.css").read_text("utf-8"),
        words=_data(words),
    )


def page(language: str, *, elder: bool, own_keys: OwnKeys, told: Mapping[str, object] | None = None) -> str:
    """Return the page in a language, ``zh-hans`` or ``en``; `told` is a result for who has no scripts.

    By `own_keys` the page says whether a file was signed with one of this site, while that was in use.
    """
    made, (other, other_tag, other_name) = assembled(), OTHER[language]
    context = {
        "page_language": TAGS[language],
        "elder": elder,
        "say": said_in(language),
        "told": told,
        "home": f"{settings.HUIYIN_ENV.public_url}/",
        "address": reverse("verify"),
        "other": other,
        "other_tag": other_tag,
        "other_name": other_name,
        "policy": made.policy,
        "script": made.script,
        "style": made.style,
        "words": made.words,
        "own_keys": _data({key: until and canonical.instant(until) for key, until in own_keys.items()}),
    }
    source = (FOLDER / "page.html").read_text("utf-8")
    return Engine.get_default().from_string(source).render(Context(context))


def _data(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
