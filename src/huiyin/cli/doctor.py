"""`huiyin doctor`: says what is wrong with this installation, and the way out."""

import json

import click

from huiyin.cli.checks import Finding, findings
from huiyin.cli.screen import Screen, screen


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print findings as JSON for a monitoring program.")
def command(as_json: bool) -> int:  # noqa: FBT001  click gives it so
    """Look at disk, secrets, keys, database roles and tables. Changes nothing.

    Exit code 0 when all is well, 1 when something was found.

    \b
    Examples:
      huiyin doctor
      huiyin doctor --json | jq '.findings[] | select(.well | not)'
    """
    say = screen()
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
