"""`huiyin doctor`: says what is wrong with this installation, and the way out."""

import json
from pathlib import Path

import click
from django.conf import settings

from huiyin.cli.checks import Finding, findings
from huiyin.cli.keys_copy import remember
from huiyin.cli.screen import Screen, screen


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print findings as JSON for a monitoring program.")
@click.option(
    "--keys-copy",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A copy of the key file: compare it, and remember that it was taken.",
)
def command(*, as_json: bool, keys_copy: Path | None) -> int:
    """Look at disk, secrets, keys, database roles and tables. Changes nothing.

    After the log's key was changed, or the log opened anew, every earlier copy of the key file is too old.
    This is said until --keys-copy has shown a copy that is the same as the key file.

    Exit code 0 when all is well, 1 when something was found.

    \b
    Examples:
      huiyin doctor
      huiyin doctor --keys-copy /media/stick/keys.json
      huiyin doctor --json | jq '.findings[] | select(.well | not)'
    """
    say, env = screen(), settings.HUIYIN_ENV
    if keys_copy is not None:
        remember(keys_copy, keys=env.keys, data=env.data)
    found = list(findings())
    well = all(finding.well for finding in found)
    if as_json:
        report = {"well": well, "findings": [_plain(finding, say) for finding in found]}
        click.echo(json.dumps(report, ensure_ascii=False, indent=2, default=str))
    else:
        for finding in found:
            click.echo(f"{'✓' if finding.well else '✗'} {say.words(finding.code, **finding.facts)}")
    return 0 if well else 1


def _plain(finding: Finding, say: Screen) -> dict[str, object]:
    words = say.words(finding.code, **finding.facts)
    return {"code": finding.code, "well": finding.well, "facts": dict(finding.facts), "says": words}
