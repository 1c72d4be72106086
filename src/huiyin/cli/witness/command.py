"""`huiyin witness`: a witness of transparency logs that anybody can run, on any machine."""

from pathlib import Path

import click

from huiyin.adapters.ed25519 import signature_holds
from huiyin.adapters.witnessing import witness as witnessing
from huiyin.cli.screen import screen
from huiyin.cli.witness.options import folder_option
from huiyin.cli.witness.remembered import log_command
from huiyin.cli.witness.serving import serve_command
from huiyin.kernel import clock
from huiyin.kernel.errors import Invalid
from huiyin.rules.witness import evidence
from huiyin.rules.witness.evidence import Judged
from huiyin.rules.witness.showing import log_key


@click.group()
def command() -> None:
    """Be a witness of somebody's log: remember what it showed, and cosign only what follows from that.

    A log that everyone can read may still show different people different things. A witness makes that hard:
    it cosigns a checkpoint only after a proof that nothing it saw before was changed or taken out. Whoever
    checks a receipt sees which witnesses signed. It needs no database, no account and nothing of the
    installation that it watches; it learns nothing about any petition. docs/witness.md tells more.

    \b
    Ten minutes:
      huiyin witness init --name witness.example.org/w1     make a key; prints what you publish
      huiyin witness trust 'log.example.gov.cn+1a2b3c4d+…'  the log's published verifier key
      huiyin witness serve --port 8100                      answer the log; Ctrl-C stops it
      huiyin witness log                                    what was seen; exit code 1 for any contradiction
    """


@command.command(name="init")
@folder_option
@click.option("--name", required=True, help="The witness's name: an address that is yours, without https://.")
def init_command(folder: Path, name: str) -> int:
    """Make a witness: its key and its empty memory, in one folder.

    The key file stays on this machine. Never bring the folder back from an old copy: a witness that forgot
    what it signed is none. Make a new one instead, under a new name.

    \b
    Example:
      huiyin witness init --name witness.example.org/w1 --dir /var/lib/huiyin-witness
    """
    say = screen()
    key = witnessing.make(folder, name)
    say("witness.made", folder=folder)
    click.echo(str(key.public))
    return 0


@command.command(name="trust")
@folder_option
@click.argument("key")
@click.option("--origin", help="The log's origin line; the key's name unless you say otherwise.")
@click.option("--stop", is_flag=True, help="Trust this key no more. What was seen stays remembered.")
def trust_command(folder: Path, key: str, origin: str | None, stop: bool) -> int:  # noqa: FBT001  click gives it so
    """Trust a log's verifier KEY: its checkpoints are cosigned from now on.

    Get the key from the office that keeps the log, by a way that you trust: its page /log/, a letter, the
    printed receipt. A log may have several keys, as while it changes from one to the next.

    \b
    Examples:
      huiyin witness trust 'log.example.gov.cn+1a2b3c4d+AbCd…'
      huiyin witness trust --stop 'log.example.gov.cn+1a2b3c4d+AbCd…'
    """
    say = screen()
    known = log_key(key)
    state = witnessing.open_witness(folder, tell=lambda _: None).state
    named = origin or known.name
    if stop:
        done = state.stop_trusting(named, str(known))
        say.result("witness.trusted_no_more" if done else "witness.was_not_trusted", origin=named)
        return 0 if done else 1
    done = state.trust(named, str(known), int(clock.now().timestamp()))
    say.result("witness.trusted" if done else "witness.trusted_already", origin=named)
    return 0


@command.command(name="keys")
@folder_option
def keys_command(folder: Path) -> int:
    """Print this witness's verifier key, which you publish, and the keys of the logs that it trusts.

    The first line is the witness's; each line after it is an origin and one of its keys.
    """
    found = witnessing.open_witness(folder, tell=lambda _: None)
    click.echo(str(found.key.public))
    for log in found.state.logs():
        for key in log.keys:
            click.echo(f"{log.origin}  {key}")
    return 0


@command.command(name="verify-evidence")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--key",
    "keys",
    metavar="KEY",
    multiple=True,
    help="The log's published verifier key, once for each that it had; evidence of another is none.",
)
def verify_command(file: Path, keys: tuple[str, ...]) -> int:
    """Check by a FILE of evidence whether a log signed two trees that cannot both be.

    Offline, without the witness, its memory or any trust in it: both notes bear the log's own signature.
    Exit code 0 when the file proves two trees; 1 when it does not.

    \b
    Example:
      huiyin witness verify-evidence split-0123456789abcdef.json --key 'log.example.gov.cn+1a2b3c4d+AbCd…'
    """
    say = screen()
    try:
        judged = _judged(file, keys)
    except Invalid as fault:
        click.echo(f"✗ {say.words(fault.code, **fault.facts)}")
        return 1
    facts = {"origin": _printable(judged.held.origin), "held": judged.held.size, "shown": judged.shown.size}
    click.echo(f"{'✓' if judged.verdict.proves else '✗'} {say.words(judged.verdict.value, **facts)}")
    for one in map(log_key, keys) if keys else judged.evidence.keys:
        say.result("evidence.key" if keys else "evidence.key_to_compare", key=one)
    return 0 if judged.verdict.proves else 1


def _printable(origin: str) -> str:
    # Whoever signed the file chose the name: it must not steer the terminal.
    return origin if origin.isprintable() else ascii(origin)


def _judged(file: Path, keys: tuple[str, ...]) -> Judged:
    if file.stat().st_size > evidence.LARGEST:
        raise Invalid("evidence.not_evidence")
    data = file.read_bytes()
    trusted = tuple(map(log_key, keys)) or None
    return evidence.judge(data, signature_holds=signature_holds, trusted=trusted)


command.add_command(serve_command)
command.add_command(log_command)
