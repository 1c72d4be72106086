"""What a record of non-response proves, told on the command line."""

import base64
from typing import Any

import click

from huiyin.cli.screen import Screen
from huiyin.cli.wording import Language
from huiyin.kernel.clock import LOCAL_ZONE
from huiyin.rules.receipt.silence import RecordProof
from huiyin.vault.log_key import verifier_key


def tell_record(proof: RecordProof, say: Screen) -> None:
    """Print what was due, until when, and that no answer was seen; a correction stands before all else."""
    record = proof.record
    tongue = "zh" if say.language is Language.ZH else "en"
    local = proof.at.astimezone(LOCAL_ZONE)
    click.echo(f"✓ {say.words('record.holds', number=proof.number, record=record['record'])}")
    if proof.correction is not None:
        told = proof.correction.told
        say.result("record.corrected", on=told["corrected_on"], reason=told["reason"])
    say.result("record.instant", at=f"{local:%Y-%m-%d %H:%M:%S}", utc=f"{proof.at:%Y-%m-%dT%H:%M:%SZ}")
    say.result(
        "record.duty", title=record["duty"]["title"][tongue], article=record["duty"]["article"][tongue]
    )
    say.result("record.unseen", on=record["binding_on"])
    say.result("record.no_act")


def plain_record(proof: RecordProof) -> dict[str, Any]:
    """Return the proof as plain data."""
    correction = proof.correction
    return {
        "number": proof.number,
        "at": proof.at.isoformat(),
        "origin": proof.origin,
        "verifier_key": verifier_key(proof.origin, proof.public_key),
        "keys": list(proof.keys.texts),
        "commitment": base64.b64encode(proof.commitment).decode(),
        "demo": proof.demo,
        "record": dict(proof.record),
        "correction": None if correction is None else {"at": correction.at.isoformat(), **correction.told},
    }
