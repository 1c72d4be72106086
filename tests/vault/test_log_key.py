"""The log's key signs as C2SP signed-note says, and salts open only beside their commitment."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from huiyin.kernel.command import Sealer, Signer
from huiyin.kernel.errors import HuiyinError
from huiyin.rules.merkle.note import key_id
from huiyin.vault import Vault


def test_a_signature_verifies_with_the_public_key(vault: Vault) -> None:
    signer: Signer = vault.signer
    signature = signer.sign(b"promise")
    assert len(signature) == 64
    Ed25519PublicKey.from_public_bytes(vault.signer.public_key).verify(signature, b"promise")


def test_the_key_id_is_that_of_the_go_checksum_database() -> None:
    # The verifier key of sum.golang.org as the Go command carries it.
    name, expected, encoded = ["sum.golang.org", "033de0ae", "Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"]
    typed = base64.b64decode(encoded)
    assert typed[:1] == b"\x01"
    assert key_id(name, typed[1:]).hex() == expected


def test_the_verifier_key_names_origin_id_and_key(vault: Vault) -> None:
    name, identity, encoded = vault.signer.verifier_key.split("+", 2)
    assert name == vault.signer.origin
    assert identity == vault.signer.key_id.hex()
    assert base64.b64decode(encoded) == b"\x01" + vault.signer.public_key


def test_the_private_key_is_not_shown(vault: Vault) -> None:
    assert "private" not in repr(vault.signer)


def test_a_salt_opens_beside_its_commitment_only(vault: Vault) -> None:
    sealer: Sealer = vault.sealer
    salt, commitment = bytes(range(32)), bytes(32)
    sealed = sealer.seal_salt(salt, commitment)
    assert salt not in sealed
    assert vault.sealer.open_salt(sealed, commitment) == salt
    with pytest.raises(HuiyinError):
        vault.sealer.open_salt(sealed, b"\x01" * 32)
