"""`huiyin statute`: when something is due, and why; which packs, rules and calendars there are."""

import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import django

from huiyin.cli.screen import screen
from huiyin.cli.statute import checking, lists, telling
from huiyin.cli.statute.asked import law_asked, shipped_option
from huiyin.cli.statute.words import calendar_named, fact, moment, pack_with, pause, rule_named
from huiyin.kernel.errors import HuiyinError
from huiyin.rules.statute.asking import Asked, answer

FROM_INPUT = "-"
# They need the installation, and are loaded only then: the law alone is asked without leaving a data folder.
OF_INSTALLATION = {
    "calendar": "Put a year of a calendar in force: propose FILE shows what it would move.",
    "pack": "Put a rule pack in force: propose FILE shows what it would touch.",
    "adoptions": "List what was proposed and adopted.",
    "adopt": "Confirm a proposal, and move the clocks that it moves.",
    "turn-down": "Withdraw or reject a proposal.",
    "move": "Move the clocks that what was adopted still has to move.",
}


class Statute(click.Group):
    """Loads what needs an installation only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return all names, those that need nothing first."""
        return [*super().list_commands(ctx), *OF_INSTALLATION]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return one command, or None when there is none of that name."""
        if cmd_name not in OF_INSTALLATION:
            return super().get_command(ctx, cmd_name)
        django.setup()
        found: dict[str, click.Command] = import_module("huiyin.cli.statute.adopting").COMMANDS
        return found[cmd_name]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading them."""
        own = ((name, self.commands[name].get_short_help_str()) for name in super().list_commands(ctx))
        with formatter.section("Commands"):
            formatter.write_dl([*own, *OF_INSTALLATION.items()])


@click.group(cls=Statute)
def command() -> None:
    """The law as data: when something is due, and why.

    \b
    Examples:
      huiyin statute due --pack cn-xinfang-2022 --rule cn22.handle --from 2026-03-03
      huiyin statute rules --pack cn-reconsideration-2023
      huiyin statute questionnaire
      huiyin statute calendar propose 2027.toml
    """


@command.command(name="due")
@click.option("--rule", "rule_id", required=True, metavar="RULE", help="Its id, such as cn22.handle.")
@click.option("--pack", metavar="PACK", help="Id or TOML file; the pack that has the rule when left out.")
@click.option("--from", "from_text", metavar="DATE", help="Day of the event, or moment; - reads many.")
@click.option("--calendar", metavar="NAME", help="cn, cn-5132, 513221, or a folder of files.")
@click.option("--extend", type=int, metavar="N", help="Extended by N, approved by the head in time.")
@click.option("--pause", "pauses", multiple=True, metavar="FIRST..LAST", help="Days not counted.")
@click.option("--fact", "facts", multiple=True, metavar="NAME=VALUE", help="A fact that the rule asks for.")
@shipped_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each date.")
def due_command(
    rule_id: str,
    pack: str | None,
    from_text: str | None,
    calendar: str | None,
    extend: int | None,
    pauses: tuple[str, ...],
    facts: tuple[str, ...],
    **flags: bool,
) -> int:
    """Say when a period ends that began on DATE, and how that came about.

    The day of the event is not counted. The unrolled day warns, the rolled day binds; where the holidays of
    a year are not known yet nothing binds, and the reason is given. Without --from, or with --from -, dates
    are read from standard input, one a line, and answered one a line. Days are days in China; a moment
    (2026-03-03T23:30, or with an offset) is turned into one. Rules in hours need a moment.

    Facts that rules ask for: due_days or due_on (the length a letter sets), due_article (the other law that
    prevails), urgent_report_hours, procuratorate_reply_unit=working_days. Exit code 0 when every date has
    an answer, 1 when one has none (before the pack, say), 2 when the question itself is wrong.

    Where an installation runs (HUIYIN_DATA), the packs and calendars adopted there count too.

    \b
    Examples:
      huiyin statute due --rule cn22.handle --from 2026-03-03
      huiyin statute due --rule cn22.handle --from 2026-03-03 --extend 30
      huiyin statute due --rule cn22.reexam.decide --from 2026-03-02 --pause 2026-03-10..2026-03-13
      huiyin statute due --rule cn22.assign.feedback --from 2026-03-03 --fact due_days=20
      huiyin statute due --rule bj12345.tier1 --from 2026-05-02T22:00
      printf '2026-02-02\\n2026-09-16\\n' | huiyin statute due --rule cn22.bureau.dispatch --json

    \b
    The JSON holds, besides all that the explanation holds:
      from, binding_on (null while provisional), unrolled_on, article, skipped: [{on, why, zh, en}],
      pauses, extensions, provisional (the reason), says: {zh, en}
    """
    say, as_json = screen(), flags["as_json"]
    law = law_asked(say, shipped_alone=flags["shipped"])
    held = pack_with(pack, rule_id, law)
    rule = rule_named(held, rule_id)
    asked = Asked(
        pack=held,
        rule=rule,
        calendar=calendar_named(calendar, held, law),
        facts=dict(fact(text) for text in facts),
        extend=extend,
        pauses=tuple(pause(text, rule) for text in pauses),
    )
    if from_text is None and sys.stdin.isatty():
        raise click.UsageError("Give --from DATE, or dates on standard input, one a line.")
    if from_text is None or from_text == FROM_INPUT:
        return _many(asked, (line.strip() for line in sys.stdin), as_json=as_json)
    telling.one(answer(asked, moment(from_text)), from_text, say, as_json=as_json)
    return 0


def _many(asked: Asked, lines: Iterable[str], *, as_json: bool) -> int:
    say, failed = screen(), False
    for line in filter(None, lines):
        try:
            telling.line(answer(asked, moment(line)), line, as_json=as_json)
        except (HuiyinError, click.BadParameter) as problem:
            telling.failed(problem, line, say, as_json=as_json)
            failed = True
    return 1 if failed else 0


@command.command(name="packs")
@shipped_option
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def packs_command(*, shipped: bool, as_json: bool) -> int:
    """List the rule packs: what each is, since when, where, and whether it applies by itself."""
    lists.show(lists.packs(law_asked(screen(), shipped_alone=shipped)), as_json=as_json)
    return 0


@command.command(name="rules")
@click.option("--pack", metavar="PACK", help="Only those of this pack: id or TOML file.")
@shipped_option
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def rules_command(pack: str | None, *, shipped: bool, as_json: bool) -> int:
    """List the rules: article, whose duty, what starts them, length and unit."""
    law = law_asked(screen(), shipped_alone=shipped)
    lists.show(lists.rules(None if pack is None else pack_with(pack, "", law), law), as_json=as_json)
    return 0


@command.command(name="calendars")
@shipped_option
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def calendars_command(*, shipped: bool, as_json: bool) -> int:
    """List the calendars: years on file with their sources, and places whose own days are awaited."""
    lists.show(lists.calendars(law_asked(screen(), shipped_alone=shipped)), as_json=as_json)
    return 0


@command.command(name="questionnaire")
@click.argument("answers", nargs=-1, metavar="[QUESTION=ANSWER]...")
@click.option("--json", "as_json", is_flag=True, help="Print steps, question and result as JSON.")
def questionnaire_command(answers: tuple[str, ...], *, as_json: bool) -> int:
    """Lead to the class and route of a matter, question by question; a person of the office confirms it.

    \b
    Examples:
      huiyin statute questionnaire
      huiyin statute questionnaire aim=claim litigation=no arbitration=unsure
    """
    telling.walked(dict(_pair(text) for text in answers), screen(), as_json=as_json)
    return 0


def _pair(text: str) -> tuple[str, str]:
    question, equals, chosen = text.partition("=")
    if not equals:
        raise click.BadParameter(f"{text}: give QUESTION=ANSWER, such as aim=claim")
    return question, chosen


@command.command(name="check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print what it is, or what is wrong, as JSON.")
def check_command(file: Path, **options: Any) -> int:
    """Check a pack or calendar FILE against its schema: what is wrong is named with rule, key and line.

    It changes nothing: a pack takes effect only when it is adopted. Exit code 1 when the file is unsound.
    """
    return checking.check(file, screen(), as_json=options["as_json"])
