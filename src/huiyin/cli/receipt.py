"""`huiyin receipt`: what a receipt or a record of non-response proves, without database or network."""

import base64
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from huiyin.cli.logged import plain_history, plain_log, tell_history, tell_log
from huiyin.cli.returning import return_command
from huiyin.cli.screen import Screen, screen
from huiyin.cli.silence import plain_record, tell_record
from huiyin.kernel import clock
from huiyin.kernel.clock import LOCAL_ZONE
from huiyin.kernel.errors import Invalid
from huiyin.prepare import nonresponse
from huiyin.prepare.receipts import verify
from huiyin.rules.receipt.format import Proof
from huiyin.rules.receipt.logged import Demanded
from huiyin.rules.receipt.silence import RecordProof, is_record
from huiyin.rules.witness.showing import witness_key
from huiyin.vault.log_key import verifier_key

LARGEST = 64 << 20


@click.group()
def command() -> None:
    """Check a receipt, or a record of non-response; bring back what a receipt proves."""


command.add_command(return_command)


@command.command(name="verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--key", metavar="KEY", help="The log's published verifier key; a receipt of another is wrong.")
@click.option(
    "--witness",
    "witnesses",
    metavar="KEY",
    multiple=True,
    help="The verifier key of a witness that must have cosigned; may be given several times.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what it proves as JSON.")
def verify_command(
    file: Path,
    key: str | None,
    witnesses: tuple[str, ...],
    as_json: bool,  # noqa: FBT001  click gives it so
) -> int:
    """Check a receipt FILE by itself: offline, without database, keys or account.

    It proves that the log whose key it names took in exactly this filing at this instant. A receipt saved
    later also proves that the public log holds the filing, which witnesses have seen that log, and in what
    order everything since was done. Whether the keys are the office's own and the witnesses' own you see by
    comparing them with the published ones, or by giving those as KEY. Of a log that changed its key, any of
    its keys will do: in the receipt each names the next.
    A record of non-response is checked in the same way: it proves what the log recorded and when.
    Exit code 0 when the receipt holds, 1 when it does not.

    \b
    Examples:
      huiyin receipt verify 4F7K2-M9QTX-C.receipt.json
      huiyin receipt verify receipt.json --key huiyin.example/1a2b3c4d+0f0f0f0f+AbCd...
      huiyin receipt verify receipt.json --witness witness.example/uni+a08ad5e7+BAu8...
    """
    say = screen()
    try:
        proof = _checked(file, key, witnesses)
    except Invalid as fault:
        _refuse(fault, say, as_json=as_json)
        return 1
    if as_json:
        plain = plain_record(proof) if isinstance(proof, RecordProof) else _plain(proof)
        click.echo(json.dumps({"well": True, **plain}, ensure_ascii=False, indent=2))
    else:
        _tell(proof, say, compared=key)
    return 0


def _checked(file: Path, key: str | None, witnesses: Sequence[str]) -> Proof | RecordProof:
    if file.stat().st_size > LARGEST:
        raise Invalid("receipt.not_a_receipt")
    data, at = file.read_bytes(), clock.now()
    demanded = Demanded(at=at, witnesses=[str(witness_key(one.strip())) for one in witnesses])
    proof = _record(data, demanded) if is_record(data) else verify(data, demanded)
    if key is not None and key.strip() not in proof.keys.texts:
        raise Invalid("receipt.other_key", field="promise", origin=proof.origin)
    return proof


def _record(data: bytes, demanded: Demanded) -> RecordProof:
    for one in demanded.witnesses:  # a record names no checkpoint that anybody could have cosigned
        raise Invalid("receipt.witness_missing", key=one)
    return nonresponse.verify(data, at=demanded.at)


def _refuse(fault: Invalid, say: Screen, *, as_json: bool) -> None:
    sentence = say.words(fault.code, **fault.facts)
    if as_json:
        plain = {"well": False, "code": fault.code, "field": fault.field, "says": sentence}
        click.echo(json.dumps(plain, ensure_ascii=False, indent=2))
    else:
        click.echo(f"✗ {sentence}")


def _tell(proof: Proof | RecordProof, say: Screen, *, compared: str | None) -> None:
    if isinstance(proof, RecordProof):
        tell_record(proof, say)
    else:
        _tell_filing(proof, say)
    used = verifier_key(proof.origin, proof.public_key)
    if compared is None:
        say.result("receipt.key_to_compare", key=used)
    else:
        same = compared.strip() == used
        say.result("receipt.key_compared" if same else "receipt.key_related", key=used)
    if len(proof.keys.texts) > 1:
        say.result("receipt.keys_followed", number=len(proof.keys.texts), key=used)
    if proof.demo:
        say.result("receipt.demo")


def _tell_filing(proof: Proof, say: Screen) -> None:
    local = proof.at.astimezone(LOCAL_ZONE)
    click.echo(f"✓ {say.words('receipt.holds', number=proof.number)}")
    say.result("receipt.instant", at=f"{local:%Y-%m-%d %H:%M:%S}", utc=f"{proof.at:%Y-%m-%dT%H:%M:%SZ}")
    say.result("receipt.filed", title=proof.filed.get("title", ""))
    for number, one in enumerate(proof.filed.get("files", []), start=1):
        say.result("receipt.file", number=number, **one)
    tell_log(proof.log, say)
    tell_history(proof.history, say)


def _plain(proof: Proof) -> dict[str, Any]:
    return {
        "number": proof.number,
        "at": proof.at.isoformat(),
        "origin": proof.origin,
        "verifier_key": verifier_key(proof.origin, proof.public_key),
        "keys": list(proof.keys.texts),
        "commitment": base64.b64encode(proof.commitment).decode(),
        "demo": proof.demo,
        "filed": dict(proof.filed),
        "log": plain_log(proof.log),
        "history": plain_history(proof.history),
    }
