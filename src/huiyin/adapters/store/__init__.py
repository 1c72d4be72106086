"""Object stores for sealed files: one Protocol, a local folder by default."""

from huiyin.adapters.store.folder import FolderStore
from huiyin.adapters.store.object_store import ObjectStore, Stored, Upload
from huiyin.adapters.store.sweep import Swept, sweep

__all__ = ["FolderStore", "ObjectStore", "Stored", "Swept", "Upload", "sweep"]
