"""The report of a quarterly audit on paper, in Chinese: result, checkpoints, figures, and what it cannot say.

It looks like a report and never like an official document (GB/T 9704): it is none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from huiyin.adapters.typesetting.audit_words import GROUPS, MEANINGS, WORDS
from huiyin.adapters.typesetting.press import Printed, press
from huiyin.adapters.typesetting.wording import chinese_date, chinese_instant, ordinal
from huiyin.kernel.clock import local_date

_Told = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class AuditSheet:
    """Everything a report says.

    `told` is the public part of the audit, `earlier` those of the quarters before it, the latest first
    (`prepare.auditing`); `by` who ran it; `sentences` what differed, in words, perhaps not all of it.
    """

    told: _Told
    earlier: Sequence[_Told]
    by: str
    at: datetime
    sentences: tuple[str, ...] = ()


def render_audit(sheet: AuditSheet) -> bytes:
    """Return the report as PDF/A-2a and PDF/UA-1, A4; the same sheet gives the same bytes."""
    return print_audit(sheet).pdf


def print_audit(sheet: AuditSheet) -> Printed:
    """Return the report together with the characters for which no font has a glyph."""
    told = sheet.told
    data = {
        "origin": told["origin"],
        "quarter": quarter_in_words(told["quarter"]),
        "span": _span(told),
        "interim": WORDS["interim"].format(until=_moment(told["end_at"])) if told["interim"] else "",
        "agrees": told["agrees"],
        "result": _result(told),
        "covered": WORDS["covered"].format(
            entries=f"{told['verified']['entries']:,}", subjects=f"{told['verified']['subjects']:,}"
        ),
        "heads": [_head(told, name) for name in ("begin", "end")],
        "consistency": _consistency(told),
        "reopened": _reopened(told),
        "figures": [(GROUPS[name], f"{number:,}") for name, number in told["figures"]["groups"].items()],
        "total": f"{told['figures']['entries']:,}",
        "beside": _beside([*reversed(sheet.earlier), told]),
        "definitions": _definitions([*sheet.earlier, told]),
        "sentences": list(sheet.sentences),
        "unsaid": _unsaid(sheet),
        "about": _about(sheet),
        "notes": [(WORDS[name], told[name]["note"]) for name in ("begin", "end") if told[name]],
        "meanings": MEANINGS,
        "demo": told["demo"],
    }
    return press("audit.typ", data, at=sheet.at, own={"words": WORDS, "page_of": WORDS["page_of"]})


def quarter_in_words(quarter: str) -> str:
    """Return 2026年第三季度 for ``2026Q3``."""
    year, _, number = quarter.partition("Q")
    return f"{year}年第{ordinal(int(number))}季度"


def _result(told: _Told) -> str:
    if told["agrees"]:
        return WORDS["agrees"]
    return WORDS["differs"].format(number=f"{told['differences']:,}")


def _span(told: _Told) -> str:
    first, last = (_read(told[name]) for name in ("first_at", "end_at"))
    if not told["interim"]:  # the quarter ends where the next one begins
        last -= timedelta(seconds=1)
    return WORDS["span"].format(first=_day(first), last=_day(last))


def _day(at: datetime) -> str:
    return chinese_date(local_date(at))


def _reopened(told: _Told) -> str:
    names = "、".join(told["other_logs"])
    return WORDS["reopened"].format(names=names) if names else ""


def _head(told: _Told, name: str) -> list[str]:
    head = told[name]
    if head is None:
        return [WORDS[name], "0", WORDS["no_head"], "", ""]
    signed = [_witness(one) for one in head["witnesses"]]
    return [
        WORDS[name],
        f"{head['size']:,}",
        _moment(head["at"]),
        head["root"],
        "\n".join(signed) if signed else WORDS["no_witness"],
    ]


def _witness(one: Mapping[str, Any]) -> str:
    if one["cosigned_at"] is None:
        return WORDS["unchecked_witness"].format(name=one["name"])
    return WORDS["witness"].format(name=one["name"], at=_moment(one["cosigned_at"]))


def _consistency(told: _Told) -> str:
    if told["consistency"] is None:
        return WORDS["not_consistent"]
    if told["begin"] is None:
        return WORDS["from_nothing"]
    if told["begin"]["size"] == told["end"]["size"]:
        return WORDS["unchanged"]
    return WORDS["consistent"].format(hashes=len(told["consistency"]))


def _beside(quarters: Sequence[_Told]) -> list[list[str]]:
    """Return a table of columns of quarters, the earliest first; nothing when there is one alone."""
    if len(quarters) == 1:
        return []
    rows = [
        [WORDS["quarter"], *(_short(one) for one in quarters)],
        [WORDS["result"], *(_brief(one) for one in quarters)],
        [WORDS["size_at_end"], *(f"{one['end']['size']:,}" for one in quarters)],
        [WORDS["entries"], *(f"{one['figures']['entries']:,}" for one in quarters)],
    ]
    for name, told in GROUPS.items():
        numbers = [one["figures"]["groups"].get(name) for one in quarters]
        rows.append([told, *("—" if number is None else f"{number:,}" for number in numbers)])
    rows.append([WORDS["definition"], *(f"{one['figures']['definition']}" for one in quarters)])
    rows.append([WORDS["version"], *(one["version"] for one in quarters)])
    return rows


def _short(told: _Told) -> str:
    year, _, number = told["quarter"].partition("Q")
    return f"{year}年{WORDS['quarter_short'].format(number=ordinal(int(number)))}"


def _brief(told: _Told) -> str:
    if told["agrees"]:
        return WORDS["agrees"]
    return WORDS["differs_brief"].format(number=f"{told['differences']:,}")


def _definitions(quarters: Sequence[_Told]) -> str:
    if len(quarters) == 1:
        return WORDS["first_audit"]
    used = {one["figures"]["definition"] for one in quarters}
    return WORDS["one_definition" if len(used) == 1 else "several_definitions"]


def _unsaid(sheet: AuditSheet) -> str:
    left = sheet.told["differences"] - len(sheet.sentences)
    return WORDS["unsaid"].format(number=f"{left:,}") if left > 0 else ""


def _about(sheet: AuditSheet) -> list[tuple[str, str, bool]]:
    told = sheet.told
    witnesses = "\n".join(told["witness_keys"])
    return [
        (WORDS["by"], sheet.by, False),
        (WORDS["audited_at"], _moment(told["audited_at"]), False),
        (WORDS["version"], f"huiyin {told['version']}", False),
        (WORDS["log"], told["origin"], False),
        (WORDS["key"], told["key"], True),
        (WORDS["witness_keys"], witnesses or WORDS["none_asked"], bool(witnesses)),
    ]


def _moment(text: str) -> str:
    return chinese_instant(_read(text))


def _read(text: str) -> datetime:
    return datetime.fromisoformat(text)
