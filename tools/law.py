"""Writes the tables of docs/law and the events of the glossary from packs and words; ``--check`` compares."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from huiyin.rules.statute.counting import Unit
from huiyin.rules.statute.events import EventName
from huiyin.rules.statute.packs import load_pack, pack_ids
from huiyin.rules.statute.packs.shape import Kind, Pack, Rule
from huiyin.rules.statute.wording import word_table

EVENTS, RULES, GLOSSARY = Path("docs/law/events.md"), Path("docs/law/rules.md"), Path("docs/glossary.md")
WORDS, LIST = "## The words\n", "## Events\n"

# The words of the table of rules where they differ from the event's own name.
TABLE = {
    "petition.received": "case.received, grievance.received",
    "bureau.received": "bureau.received, level.received",
    "office.received_direct": "organ.received_direct, organ.received",
    "office.received_transfer": "organ.received_transfer, organ.received",
    "petition.assigned": "assign.issued",
    "petition.accepted": "case.accepted",
    "petition.flagged_urgent": "case.flagged_urgent",
    "opinion.served": "reply.served",
    "duty.requested": "duty.requested",
    "review.received": "review.received",
    "review.served": "review_reply.served",
    "reexamination.received": "reexam.received",
    "hearing.scheduled": "hearing.date",
    "advice.sent": "suggestion.sent",
    "advice.received": "suggestion.received",
    "year.ended": "year.end",
    "visit.registered": "visit.registered",
    "procuratorate.received": "proc.received",
    "procuratorate.progress_due": "proc.after_3_months",
    "discipline.received": "jj.received",
    "discipline.received_forward": "jj.received_forward",
    "discipline.concluded": "jj.concluded",
    "order.dispatched": "order.dispatched",
    "act.known": "act.known",
    "reconsideration.received": "fy.received",
    "reconsideration.accepted": "fy.accepted",
    "disclosure.received": "info.received, request.received",
}


def main() -> int:
    """Write the three texts, or say with 1 which of them is behind."""
    texts = {EVENTS: _after(EVENTS, WORDS, _words()), RULES: _rules(), GLOSSARY: _glossary()}
    behind = [path for path, text in texts.items() if not path.exists() or path.read_text("utf-8") != text]
    if "--check" in sys.argv:
        for path in behind:
            sys.stderr.write(f"{path} is behind the packs: run python tools/law.py\n")
        return 1 if behind else 0
    for path in behind:
        path.write_text(texts[path], "utf-8")
    return 0


def _after(path: Path, heading: str, text: str) -> str:
    before, _, _ = path.read_text("utf-8").partition(heading)
    return f"{before}{heading}\n{text}"


def _words() -> str:
    rules = [rule for pack in pack_ids() for rule in load_pack(pack).rules.values()]
    rules.sort(key=lambda rule: not rule.id.startswith(("cn05", "cn22")))
    rows = ["| event | 中文 | table | starts | meets | ends |", "|---|---|---|---|---|---|"]
    for name in EventName:
        starts = _listed(rule for rule in rules if name in rule.started_by)
        meets = _listed(rule for rule in rules if name in rule.met_by)
        ends = _listed(rule for rule in rules if name in rule.ended_by - rule.met_by)
        cells = f"{_zh(name)} | {TABLE.get(name, '')} | {starts} | {meets} | {ends}"
        rows.append(f"| `{name}` | {cells} |")
    return "\n".join([*rows, ""])


def _listed(rules: Iterator[Rule]) -> str:
    return ", ".join(rule.id for rule in rules)


def _zh(name: EventName) -> str:
    return str(word_table("zh-hans")["event"][name])


def _glossary() -> str:
    text = GLOSSARY.read_text("utf-8")
    text = re.sub(rf"\n{LIST}.*", "", text, flags=re.DOTALL).rstrip("\n")
    rows = [f"- `{name}` {_zh(name)}" + (f" ({TABLE[name]})" if name in TABLE else "") for name in EventName]
    intro = (
        "One vocabulary for all rule packs. In parentheses: the word of the table of rules. Which rules each "
        "starts, meets or ends stands in docs/law/events.md."
    )
    return "\n".join([text, "", LIST, intro, "", *rows, ""])


def _rules() -> str:
    intro = (
        "Made from the packs by `tools/law.py`; `make check` compares. How days are counted: [counting.md]"
        "(counting.md). A rolled rule ends on the next working day when its last day is a rest day. Packs "
        "that are off apply only where they have been put in force."
    )
    head = ["# The rules", "", intro, ""]
    return "\n".join([*head, *(line for pack_id in pack_ids() for line in _pack(load_pack(pack_id)))])


def _pack(pack: Pack) -> Iterator[str]:
    until = "" if pack.ends_on is None else f" until {pack.ends_on}"
    standing = f"{pack.status.value.replace('_', ' ')}{'' if pack.by_default else ', off by default'}"
    yield f"## {pack.id} {pack.title.zh}"
    yield ""
    yield f"{pack.title.en}. {standing}; {pack.jurisdiction}; from {pack.starts_on}{until}."
    if pack.note is not None:
        yield f"**Not verified**: {pack.note.en}."
    yield ""
    yield "| rule | article | whose | started by | length | rolls | extension | not counted |"
    yield "|---|---|---|---|---|---|---|---|"
    for rule in pack.rules.values():
        yield f"| `{rule.id}` {rule.title.zh} | {rule.article.text} | {' | '.join(_cells(rule))} |"
    yield ""


def _cells(rule: Rule) -> Iterator[str]:
    yield word_table("zh-hans")["duty_of"][rule.duty_of]
    yield ", ".join(f"`{name}`" for name in rule.started_by)
    numbers = "; ".join(f"{one.number} from {one.starts_on}" for one in rule.lengths)
    number = str(rule.lengths[0].number) if len(rule.lengths) == 1 else numbers
    unit = rule.unit.value.replace("_", " ")
    kind = "" if rule.kind is Kind.CLOCK else f" ({rule.kind.value})"
    yield f"{'set by the letter' if rule.set_by == 'event' else f'{number} {unit}'}{kind}"
    yield "yes" if rule.rolls or rule.unit is Unit.WORKING_DAYS else "no"
    terms = rule.extension
    yield "" if terms is None else ("by rule" if terms.cap is None else f"once, at most {terms.cap}")
    exempt = [f"none if {x.reason.replace('_', ' ')}" for x in rule.exemptions]
    yield ", ".join([*(pause.reason for pause in rule.pauses), *exempt])


if __name__ == "__main__":
    sys.exit(main())
