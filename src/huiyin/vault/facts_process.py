"""The child process of `evidence_facts`: a file on standard input, its facts as JSON on standard output."""

import io
import json
import resource
import sys
from dataclasses import asdict

from huiyin.vault.evidence_facts import facts_of
from huiyin.vault.kinds import Kind

MAX_MEMORY_BYTES = 1 << 30
MAX_CPU_SECONDS = 5
LIMITS = {
    resource.RLIMIT_AS: MAX_MEMORY_BYTES,
    resource.RLIMIT_CPU: MAX_CPU_SECONDS,
    resource.RLIMIT_FSIZE: 0,
    resource.RLIMIT_CORE: 0,
}


def main() -> None:
    """Read, limit, answer."""
    for name, limit in LIMITS.items():
        resource.setrlimit(name, (limit, limit))
    facts = facts_of(io.BytesIO(sys.stdin.buffer.read()), Kind(sys.argv[1]))
    sys.stdout.write(json.dumps([asdict(fact) for fact in facts]))


if __name__ == "__main__":
    main()
