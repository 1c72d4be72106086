"""Settings that fit the machine."""

import pytest

from huiyin.adapters.postgres.sizing import GIB, MIB, settings


@pytest.mark.parametrize(
    ("memory", "shared_buffers"),
    [(512 * MIB, "85MB"), (2 * GIB, "341MB"), (24 * GIB, "4096MB"), (256 * GIB, "8192MB")],
)
def test_shared_memory_grows_with_the_machine(memory: int, shared_buffers: str) -> None:
    assert settings(memory, GIB)["shared_buffers"] == shared_buffers


def test_a_small_shm_is_not_relied_upon() -> None:
    assert settings(GIB, 64 * MIB)["dynamic_shared_memory_type"] == "mmap"
    assert settings(GIB, GIB)["dynamic_shared_memory_type"] == "posix"
