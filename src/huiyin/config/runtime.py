"""Puts this process together: the vault, the store, the door's equipment."""

from huiyin.adapters.publishing import current as publishing
from huiyin.adapters.publishing.folder import LogFolder, folder_of
from huiyin.adapters.scanning import clamd
from huiyin.adapters.store.folder import FolderStore
from huiyin.adapters.store.object_store import ObjectStore
from huiyin.adapters.store.s3 import S3Store
from huiyin.config.env import Env
from huiyin.door import equipment
from huiyin.prepare import house
from huiyin.records import shelf
from huiyin.rules.statute import law
from huiyin.vault import current
from huiyin.vault.installation import unlock


def install(env: Env) -> None:
    """Say where everything comes from; keys and files are opened when first asked for."""
    current.use(lambda: unlock(env.key_home))
    house.use_mode(house.Mode(demo=env.demo or bool(env.now_offset), demo_rules=env.demo_rules))
    house.use_witnesses([one.key for one in env.witnesses])
    house.use_store(lambda: _store(env))
    house.use_scanner(clamd.at(env.clamd) if env.clamd else None)
    publishing.use(lambda: LogFolder(env.log / folder_of(current.vault().signer.origin)))
    equipment.use(_equipment)
    law.use(shelf.kept)


def _store(env: Env) -> ObjectStore:
    """Return the store of the settings; with a bucket, the folder is what files wait in to be sent."""
    folder = FolderStore(env.files)
    return S3Store(env.store_place, folder) if env.store_place else folder


def _equipment() -> equipment.Equipment:
    vault = current.vault()
    return equipment.Equipment(signer=vault.signer, sealer=vault.sealer)
