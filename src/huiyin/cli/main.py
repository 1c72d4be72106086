"""The program `huiyin`: finds the command, words its errors, sets the exit code.

Exit codes: 0 well, 1 found wrong, 2 misused.
"""

import os
import sys
from importlib import import_module
from itertools import pairwise

import click
import django

from huiyin import __version__
from huiyin.cli.screen import Screen
from huiyin.cli.wording import Language, language_of

FOUND_WRONG = 1
STOPPED = 130  # as shells report Ctrl-C
LANGUAGES = [language.value for language in Language]

# name -> (module that holds the click command `command`, what it does in one line)
COMMANDS: dict[str, tuple[str, str]] = {
    "up": ("huiyin.cli.up", "Start everything and keep it running; Ctrl-C stops it."),
    "doctor": ("huiyin.cli.doctor", "Say what is wrong with this installation, and the way out."),
    "backup": ("huiyin.cli.backup", "Write everything but the keys into one file."),
    "restore": ("huiyin.cli.restore", "Fill an empty installation from a backup, or prove that one is good."),
    "import": ("huiyin.cli.import_messages", "Bring in what was said and answered elsewhere."),
    "ledger": ("huiyin.cli.ledger", "Check every row against the ledger; the public log of it."),
    "search": ("huiyin.cli.search", "The index of words: compared, made anew, under another key."),
    "statute": ("huiyin.cli.statute.command", "When something is due, and why; packs, rules, calendars."),
    "sweep": ("huiyin.cli.sweep", "Remind of what is due, raise what was not done; remove orphans."),
    "erasure": ("huiyin.cli.erasure", "Erase the content of a closed matter, by two people."),
    "receipt": ("huiyin.cli.receipt", "Check what a receipt proves: offline, by itself."),
    "witness": ("huiyin.cli.witness.command", "Be a witness of somebody's log; no installation needed."),
    "vault": ("huiyin.cli.vault", "Another wrapping key; the key file on a token."),
    "bench": ("huiyin.cli.bench.command", "Measure this machine; the results are JSON."),
}
# They need no settings, and leave no data folder behind.
WITHOUT_SETTINGS = frozenset({"bench", "receipt", "statute", "witness"})


class Commands(click.Group):
    """Loads a command's module only when it is called: `--help` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """Return the names in the order of the list above."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return one command, or None when there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        if cmd_name not in WITHOUT_SETTINGS:
            django.setup()
        command: click.Command = import_module(COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the messages; default by LANG.")
@click.version_option(__version__, message="huiyin %(version)s")
@click.pass_context
def huiyin(ctx: click.Context, lang: str | None) -> None:
    """Huiyin 回音: every petition gets an answer, and the answer can be proved.

    Settings come from the environment: HUIYIN_DATA (folder of database, keys and files; ./var),
    HUIYIN_PORT (8000), HUIYIN_DATABASE_URL, HUIYIN_STORE_URL (with HUIYIN_STORE_KEY and
    HUIYIN_STORE_SECRET), HUIYIN_KEY_URI, HUIYIN_PUBLIC_URL, HUIYIN_WITNESSES (KEY URL …),
    HUIYIN_SETTINGS=production.

    \b
    Examples:
      huiyin up --demo            try it on this machine
      huiyin doctor --json        what a monitoring program asks
      huiyin backup night.huiyin  one file, without the keys
    """
    ctx.obj = Screen(language=Language(lang) if lang else language_of(os.environ))


def main() -> None:
    """Run the program; never returns."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
    speaker = Screen(language=_language(sys.argv))
    try:
        code = huiyin.main(prog_name="huiyin", standalone_mode=False)
    except click.ClickException as problem:
        problem.show()
        sys.exit(problem.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(STOPPED)
    except Exception as problem:  # noqa: BLE001  the last place: nobody sees a traceback
        speaker.failure(problem)
        sys.exit(FOUND_WRONG)
    sys.exit(code if isinstance(code, int) else 0)


def _language(arguments: list[str]) -> Language:
    for before, value in pairwise(arguments):
        if before == "--lang" and value in [*Language]:
            return Language(value)
    return language_of(os.environ)
