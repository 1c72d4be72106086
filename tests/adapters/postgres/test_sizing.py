"""Settings that fit the machine."""

import pytest

from huiyin.adapters.postgres.sizing import GIB, MIB, settings


@pytest.mark.parametrize(
    ("memory", "shared_buffers"),
    [(512 * MIB, "85MB"), (2 * GIB, "341MB"), (24 * GIB, "4096MB"), (256 * GIB, "8192MB")],
)
def test_shared_memory_grows_with_the_machine(memory: int, shared_buffers: str) -> None:
    assert settings(memory, GIB, 256 * GIB)["shared_buffers"] == shared_buffers


def test_a_small_shm_is_not_relied_upon() -> None:
    assert settings(GIB, 64 * MIB, 256 * GIB)["dynamic_shared_memory_type"] == "mmap"
    assert settings(GIB, GIB, 256 * GIB)["dynamic_shared_memory_type"] == "posix"


@pytest.mark.parametrize(
    ("disk", "largest", "smallest"),
    [(GIB, "128MB", "80MB"), (16 * GIB, "2048MB", "256MB"), (256 * GIB, "4096MB", "512MB")],
)
def test_the_log_leaves_room_on_a_small_disk(disk: int, largest: str, smallest: str) -> None:
    made = settings(64 * GIB, GIB, disk)
    assert (made["max_wal_size"], made["min_wal_size"]) == (largest, smallest)
