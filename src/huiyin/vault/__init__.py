"""Sealed evidence: installation keys, data keys, sealed fields, sealed segments, facts read from files.

import io
from huiyin import vault

vault.make_keys(folder)                      # set-up only
installation = vault.open_vault(folder)      # at each start

key = installation.new_data_key(petition_id)  # store key.wrapped
where = vault.place("petition", "narrative", petition_id)
sealed = vault.seal_text(key, "河水发臭", bound_to=where)
assert vault.open_text(key, sealed, bound_to=where) == "河水发臭"

file = vault.seal_stream(io.BytesIO(photo), store=store, data_key=key, object_id=file_id)
photo = b"".join(vault.open_stream(store, file.address, key, file_id))
"""

from huiyin.vault.binding import place
from huiyin.vault.data_key import DataKey
from huiyin.vault.files import check_address, open_file, open_stream, seal_stream
from huiyin.vault.installation import Vault, make_keys, open_vault, unlock
from huiyin.vault.sealer import FileSealer, SealedFile
from huiyin.vault.sealing import open_field, open_json, open_text, seal_field, seal_json, seal_text

__all__ = [
    "DataKey",
    "FileSealer",
    "SealedFile",
    "Vault",
    "check_address",
    "make_keys",
    "open_field",
    "open_file",
    "open_json",
    "open_stream",
    "open_text",
    "open_vault",
    "place",
    "seal_field",
    "seal_json",
    "seal_stream",
    "seal_text",
    "unlock",
]
