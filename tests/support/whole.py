"""A whole installation for attacks: a full life with files in the store, and the public log published."""

import hashlib

import builders
from builders.stages import COPY
from huiyin.kernel.ids import new_id
from huiyin.prepare.filing import StagedFile
from huiyin.prepare.house import store
from support.log import turn
from support.moment import AT

SEALED = b"sealed " * 20_000  # stands for ciphertext: a digest is all that is asked of it
ADDRESS = hashlib.sha256(SEALED).hexdigest()
COPIED_AT = hashlib.sha256(COPY).hexdigest()


def kept_file(data: bytes = SEALED, address: str = ADDRESS) -> None:
    """Have these bytes in the store."""
    with store().begin() as upload:
        upload.write(data)
        upload.commit(address)


def whole_life() -> builders.Life:
    """Return a matter with a row in every table of a petition, its files in the store; publish the log."""
    file = StagedFile(
        id=new_id(AT), name="a.pdf", kind="application/pdf", size=1, sha256=b"s" * 32, address=ADDRESS
    )
    life = builders.full_life(files=(file,))
    kept_file()
    kept_file(COPY, COPIED_AT)
    turn()
    return life
