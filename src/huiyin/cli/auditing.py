"""`huiyin ledger audit`: the ledger verified and a quarter told of it, as a signed report that is kept."""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from huiyin.cli import serving
from huiyin.cli.screen import Screen, screen
from huiyin.cli.verifying.telling import sentence
from huiyin.cli.verifying.whole import everything
from huiyin.cli.wording import Language
from huiyin.kernel import clock
from huiyin.kernel.command import Actor, ActorKind
from huiyin.kernel.errors import HuiyinError, Invalid
from huiyin.prepare.audit_period import Period, look_at
from huiyin.prepare.auditing import Issued, Verified, check, check_own, issue, record
from huiyin.queries.ledger.verify import Count
from huiyin.rules.access.roles import Role
from huiyin.rules.audit.note import Sealed
from huiyin.rules.audit.quarters import parse_quarter
from huiyin.rules.merkle.note import parse_key
from huiyin.vault.current import vault

INSTALLER = Actor(kind=ActorKind.INSTALLER, role=Role.INSTALLER.value)
MOST = 200  # differences named one by one; the rest is counted
LARGEST = 64 << 20


@dataclass(kw_only=True)
class _Found:
    """What differed, as it comes in."""

    number: int = 0
    sentences: list[str] = field(default_factory=list)

    def add(self, sentence: str) -> None:
        """Count one more, and name it while there is room."""
        self.number += 1
        if len(self.sentences) < MOST:
            self.sentences.append(sentence)


@click.command()
@click.option("--quarter", metavar="2026Q3", help="Which quarter; its days are those of Asia/Shanghai.")
@click.option("--interim", is_flag=True, help="The quarter may still run: an interim audit, marked so.")
@click.option("--by", metavar="NAME", help="Who runs it, for the report only; the user of this machine.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Where the report is written.")
@click.option("--processes", default=0, help="How many; as many as there are processors.")
@click.option("--json", "as_json", is_flag=True, help="Print the public part as JSON.")
@click.option(
    "--check",
    "checked",
    metavar="FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Check the report FILE against FILE.note instead.",
)
@click.option("--key", metavar="KEY", help="With --check: the log's published verifier key.")
def audit_command(**options: Any) -> int:
    """Verify everything and report on a quarter: a typeset, signed PDF, kept in the ledger.

    What is verified is what `huiyin ledger verify --deep` verifies. Beside FILE.pdf lies FILE.pdf.note,
    signed by the log key over the SHA-256 of the report. The public part (result, checkpoints, figures; no
    names) appears under /log/audits/. A quarter may be audited again; every run is kept. Exit code 0 when
    all agrees, 1 when something differs.

    \b
    Examples:
      huiyin ledger audit --quarter 2026Q3 --by "Zhang San, audit office"
      huiyin ledger audit --quarter 2026Q4 --interim --json
      huiyin ledger audit --check audit-2026Q3.pdf --key huiyin.example/1a2b3c4d+0f0f0f0f+AbCd...
    """
    if options["checked"] is not None:
        return _check(options["checked"], options["key"], as_json=options["as_json"])
    if not options["quarter"]:
        raise click.UsageError("Say which quarter: --quarter 2026Q3, or --check FILE.")
    return _audit(options)


def _audit(options: dict[str, Any]) -> int:
    say, at = screen(), clock.now()
    quarter = parse_quarter(options["quarter"])
    out: Path = options["out"] or Path(f"audit-{quarter}.pdf")
    with serving.reachable_database(say):
        period = look_at(quarter, interim=options["interim"], at=at)
        verified = _verified(period, options["processes"])
        issued = issue(period, verified, by=options["by"] or _user())
        record(issued, actor=INSTALLER, at=clock.now())  # kept before it is given away
    _write(out, issued)
    _tell(issued, verified, out, say, as_json=options["as_json"])
    return 0 if issued.agrees else 1


def _verified(period: Period, processes: int) -> Verified:
    """Verify the whole ledger; the report speaks Chinese, whatever this terminal speaks."""
    count, found, chinese = Count(), _Found(), Screen(language=Language.ZH)
    for one in period.found:
        found.add(sentence(one, chinese))
    for one in everything(count, processes):
        found.add(sentence(one, chinese))
    return Verified(
        entries=count.entries,
        subjects=count.subjects,
        differences=found.number,
        sentences=tuple(found.sentences),
    )


def _user() -> str:
    """Return under which name somebody works at this machine."""
    return os.environ.get("SUDO_USER") or os.environ.get("USER") or f"uid {os.getuid()}"


def _write(out: Path, issued: Issued) -> None:
    out.write_bytes(issued.report)
    _note_of(out).write_text(issued.note, "utf-8")


def _note_of(report: Path) -> Path:
    return report.with_name(f"{report.name}.note")


def _tell(issued: Issued, verified: Verified, out: Path, say: Screen, *, as_json: bool) -> None:
    if as_json:
        files = {"report": str(out), "note": str(_note_of(out)), "sha256": issued.digest.hex()}
        plain = {**issued.told, **files, "found": list(verified.sentences)}
        click.echo(json.dumps(plain, ensure_ascii=False, indent=2))
        return
    told = issued.told
    begin, end, figures = told["begin"] or {"size": 0}, told["end"], told["figures"]
    for one in verified.sentences:
        click.echo(f"✗ {one}")
    result = "audit.agrees" if issued.agrees else "audit.differs"
    say.result(result, quarter=told["quarter"], number=f"{told['differences']:,}")
    counts = {"begin": begin["size"], "end": end["size"], **figures}
    names = ("begin", "end", "entries", "filings")
    say.result("audit.period", **{name: f"{counts[name]:,}" for name in names})
    say.result("audit.written", report=str(out), note=str(_note_of(out)))


def _check(report: Path, key: str | None, *, as_json: bool) -> int:
    say = screen()
    try:
        said = _opened(report, key)
    except HuiyinError as fault:
        sentence = say.words(fault.code, **fault.facts)
        plain = {"well": False, "code": fault.code, "says": sentence}
        click.echo(json.dumps(plain, ensure_ascii=False, indent=2) if as_json else f"✗ {sentence}")
        return 1
    if as_json:
        click.echo(json.dumps({"well": True, **_plain(said)}, ensure_ascii=False, indent=2))
        return 0
    at = said.at.astimezone(clock.LOCAL_ZONE)
    code = "audit.holds_interim" if said.interim else "audit.holds"
    say.result(code, quarter=str(said.quarter), at=f"{at:%Y-%m-%d %H:%M:%S}", origin=said.origin)
    say.result(
        "audit.says_agrees" if said.differences == 0 else "audit.says_differs", number=said.differences
    )
    if key is None:
        say.result("audit.key_to_compare", key=vault().signer.verifier_key)
    return 0


def _opened(report: Path, key: str | None) -> Sealed:
    note = _note_of(report)
    if not note.is_file():
        raise Invalid("audit.note_missing", note=str(note))
    if max(report.stat().st_size, note.stat().st_size) > LARGEST:
        raise Invalid("audit.not_an_audit")
    if key is None:
        return check_own(report.read_bytes(), note.read_bytes())
    return check(report.read_bytes(), note.read_bytes(), parse_key(key.strip()))


def _plain(said: Sealed) -> dict[str, Any]:
    return {
        "origin": said.origin,
        "quarter": str(said.quarter),
        "interim": said.interim,
        "at": said.at.isoformat(),
        "sha256": said.digest.hex(),
        "differences": said.differences,
    }
