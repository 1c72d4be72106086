"""Tells an explanation in plain sentences, in Chinese or English; the sentences stand in ``words``."""

import tomllib
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

from huiyin.kernel.clock import LOCAL_ZONE
from huiyin.kernel.errors import Unknown
from huiyin.rules.statute import words
from huiyin.rules.statute.calendars.calendar import ONE_DAY, Skipped
from huiyin.rules.statute.counting import Unit
from huiyin.rules.statute.explanation import Absence, Explanation, Extension, LengthFrom, Pause
from huiyin.rules.statute.packs.shape import Citation, Kind, Status, Words

LANGUAGES = ("zh-hans", "en")


def explain_text(explanation: Explanation, language: str) -> str:
    """Return the sentences that tell how a date came about; language is ``zh-hans`` or ``en``."""
    return _Teller(language).tell(explanation)


def absence_text(absence: Absence, language: str) -> str:
    """Return the sentences that tell why a rule does not apply to a matter, and what applies instead."""
    teller = _Teller(language)
    law = teller.say(
        "absence",
        "law",
        number=absence.number,
        unit=teller.word("unit", absence.unit),
        article=teller.cite(absence.article),
    )
    because = teller.say("absence", absence.reason, because=teller.cite(absence.because))
    return teller.join([law, because])


@lru_cache
def word_table(language: str) -> dict[str, Any]:
    """Return the table of a language; Unknown for one that has none."""
    if language not in LANGUAGES:
        raise Unknown("language.unknown", language=language)
    return tomllib.loads((files(words) / f"{language}.toml").read_text("utf-8"))


class _Teller:
    """Fills the sentences of one language."""

    def __init__(self, language: str) -> None:
        self.table = word_table(language)
        self.chinese = language == "zh-hans"
        self.citing = "cite"

    def tell(self, explanation: Explanation) -> str:
        if explanation.pack_status is Status.DEMONSTRATION:
            self.citing = "cite_bare"
        told = [self.law(explanation), self.length(explanation)]
        if explanation.exemption is not None:
            exemption = explanation.exemption
            reason = self.word("reason", exemption.reason)
            told.append(self.say("end", "exempt", article=self.cite(exemption.article), reason=reason))
        else:
            told += [self.start(explanation), *(self.pause(pause) for pause in explanation.pauses)]
            told += [
                sentence
                for one in explanation.extensions
                for sentence in self.extension(one, explanation.unit)
            ]
            told += [*self.count(explanation), *self.end(explanation)]
        told.append(self.say("end", "pack", pack=explanation.pack_id, version=explanation.pack_version))
        told.append(self.standing(explanation.pack_status))
        return self.join([*told, "" if explanation.verified else self.say("end", "unverified")])

    def law(self, explanation: Explanation) -> str:
        return self.say(
            "law",
            _shape_of_law(explanation),
            article=self.cite(explanation.article),
            duty_of=self.word("duty_of", explanation.duty_of),
            event=self.word("event", explanation.started_by),
            number=explanation.number,
            unit=self.word("unit", explanation.unit),
            title=self.pick(explanation.title),
            set_on=self.day(explanation.set_on or explanation.started_on),
            counted_from=self.word("counted_from", explanation.counted_from),
        )

    def length(self, explanation: Explanation) -> str:
        if explanation.length_from in {LengthFrom.SETTING, LengthFrom.OTHER_LAW}:
            return self.say("length", explanation.length_from, cited=explanation.length_cited)
        return ""

    def start(self, explanation: Explanation) -> str:
        kind = _before(explanation) or "days"
        if explanation.unit is Unit.HOURS:
            kind = "hours" if explanation.number else "promptly"
        event = self.word("event", explanation.started_by)
        counted_from = self.word("counted_from", explanation.counted_from)
        started_on = self.day(explanation.started_on)
        return self.say("start", kind, started_on=started_on, event=event, counted_from=counted_from)

    def pause(self, pause: Pause) -> str:
        facts = {
            "first": self.day(pause.first),
            "reason": self.word("reason", pause.reason),
            "article": self.cite(pause.article),
        }
        if pause.last is None:
            return self.say("pause", "open", **facts)
        days = (pause.last - pause.first).days + 1
        return self.say("pause", "done", last=self.day(pause.last), days=days, **facts)

    def extension(self, one: Extension, counted: Unit) -> list[str]:
        on = self.day(one.on)
        if one.refused is not None:
            return [self.say("extension", "refused", on=on, refusal=self.word("refusal", one.refused))]
        article, plain = self.cite(one.article), not (one.approved_by_role and one.reason_code)
        role, reason = self.word("role", one.approved_by_role), self.word("reason", one.reason_code)
        kind, unit = "granted_plain" if plain else "granted", self.word("unit", counted)
        facts = {"on": on, "number": one.number, "article": article, "role": role, "reason": reason}
        told = [self.say("extension", kind, unit=unit, **facts)]
        if one.asked > one.number:
            told.append(self.say("extension", "capped", asked=one.asked, number=one.number, unit=unit))
        if one.told_on is not None:
            return [*told, self.say("extension", "told", told_on=self.day(one.told_on))]
        return told if plain else [*told, self.say("extension", "untold")]

    def count(self, explanation: Explanation) -> list[str]:
        if explanation.unrolled_on is None or explanation.before or explanation.unit is Unit.HOURS:
            return []
        total = explanation.number + sum(one.number for one in explanation.extensions)
        day, weekday = self.day(explanation.unrolled_on), self.weekday(explanation.unrolled_on)
        kind = explanation.unit if explanation.set_on is None else "set_on"
        told = [self.say("count", kind, number=total, unrolled_on=day, weekday=weekday)]
        working = explanation.unit is Unit.WORKING_DAYS
        if explanation.skipped:
            days = self.days(explanation.skipped)
            told.append(self.say("count", "skipped" if working else "rolled", days=days))
        if explanation.worked:
            days = self.days(explanation.worked, "worked_because")
            told.append(self.say("count", "worked" if working else "not_rolled", days=days))
        return told

    def end(self, explanation: Explanation) -> list[str]:
        unrolled, binding = explanation.unrolled_on, explanation.binding_on
        if explanation.due_at is not None:
            local = explanation.due_at.astimezone(LOCAL_ZONE)
            return [self.say("end", "hours", due_at=f"{self.day(local.date())} {local:%H:%M}")]
        if unrolled is None:
            return []
        if binding is None:
            year = explanation.awaits_year
            return [self.say("end", "unknown", year=year, unrolled_on=self.day(unrolled))]
        kind = _before(explanation) or ("binding" if unrolled == binding else "warn")
        facts = {"binding_on": self.day(binding), "weekday": self.weekday(binding)}
        told = [self.say("end", kind, unrolled_on=self.day(unrolled), **facts)]
        return told if explanation.settled else [*told, self.say("end", "unsettled")]

    def standing(self, status: Status) -> str:
        if status is Status.DEMONSTRATION:
            return self.say("end", "not_law")
        return self.say("end", "internal") if status is Status.INTERNAL_TARGET else ""

    def say(self, group: str, sentence: str, **facts: Any) -> str:
        template: str = self.table[group][sentence]
        return template.format(**facts)

    def word(self, group: str, key: str) -> str:
        """Return the word for a key; a code that the table does not hold stands for itself."""
        found: str = self.table[group].get(key, key)
        return found

    def pick(self, both: Words) -> str:
        return both.zh if self.chinese else both.en

    def cite(self, citation: Citation) -> str:
        template: str = self.table[self.citing]
        return template.format(instrument=self.pick(citation.instrument), article=self.pick(citation.article))

    def day(self, on: date, form: str = "date") -> str:
        template: str = self.table[form]
        name = "" if self.chinese else self.table["months"][on.month - 1]
        return template.format(year=on.year, month=on.month, day=on.day, month_name=name)

    def weekday(self, on: date) -> str:
        found: str = self.table["weekdays"][on.weekday()]
        return found

    def days(self, days: Sequence[Skipped], form: str = "because") -> str:
        """Return the days with their reasons, neighbours of one reason as a stretch."""
        runs: list[list[Skipped]] = []
        for day in days:
            if runs and runs[-1][-1].on + ONE_DAY == day.on and runs[-1][-1].zh == day.zh:
                runs[-1].append(day)
            else:
                runs.append([day])
        separator: str = self.table["list"]
        return separator.join(self.run(run, form) for run in runs)

    def run(self, run: Sequence[Skipped], form: str) -> str:
        days = self.day(run[0].on) if len(run) == 1 else self.stretch(run[0].on, run[-1].on)
        name = self.pick(Words(zh=run[0].zh, en=run[0].en)) or self.table["weekend"]
        told: str = self.table[form].format(days=days, reason=name)
        return told

    def stretch(self, first: date, last: date) -> str:
        # Chinese names the year in front, English behind: the shared year is said once.
        same = first.year == last.year
        short_first, short_last = same and not self.chinese, same and self.chinese
        begin = self.day(first, "date_short" if short_first else "date")
        end = self.day(last, "date_short" if short_last else "date")
        told: str = self.table["range"].format(first=begin, last=end)
        return told

    def join(self, sentences: Sequence[str]) -> str:
        joiner: str = self.table["joiner"]
        return joiner.join(sentence for sentence in sentences if sentence)


def _shape_of_law(explanation: Explanation) -> str:
    if explanation.length_from is LengthFrom.EVENT:
        return "set_days" if explanation.set_on is None else "set_on"
    if explanation.before:
        return _before(explanation)
    if explanation.unit is Unit.HOURS:
        return "hours" if explanation.number else "promptly"
    return "window" if explanation.kind is Kind.WINDOW else "clock"


def _before(explanation: Explanation) -> str:
    """Return the sentence of a rule that counts back; empty for one that counts on."""
    if not explanation.before:
        return ""
    return "before_day" if explanation.counted_from else "before"
