"""Errors carry a code and facts; the ways in choose the words, in the reader's language."""

from typing import Any


class HuiyinError(Exception):
    """Something that has a plain explanation: `code` names it, `facts` fill its sentence.

    Facts never hold personal data or secrets: they reach log lines.
    """

    def __init__(self, code: str, **facts: Any) -> None:
        """`code` is dotted lower case, such as ``opinion.not_drafted``."""
        super().__init__(code)
        self.code = code
        self.facts = facts


class Invalid(HuiyinError):
    """What was typed or sent cannot be used; `field` says where."""

    def __init__(self, code: str, *, field: str = "", **facts: Any) -> None:
        """`field` is the name of the form field or API member."""
        super().__init__(code, **facts)
        self.field = field


class Refused(HuiyinError):
    """This actor may not do this. Never says whether the thing exists."""


class Unlawful(HuiyinError):
    """The law does not allow this step now; `article` is the provision that says so."""

    def __init__(self, code: str, *, article: str, **facts: Any) -> None:
        """`article` is cited as in the law, such as ``信访工作条例 第三十四条``."""
        super().__init__(code, **facts)
        self.article = article


class Unknown(HuiyinError):
    """There is no such thing, or this reader may not know whether there is."""


class Conflict(HuiyinError):
    """Somebody else changed the matter first; facts say what changed."""


class Misconfigured(HuiyinError):
    """The installation cannot run as it is set up; facts say what and the way out."""
