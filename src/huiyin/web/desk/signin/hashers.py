"""How passwords are hashed: Argon2id (RFC 9106), with as much memory as a small machine can spare."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """46 MiB, two passes, one lane: about 50 ms here, and many sign-ins at once do not exhaust memory."""

    time_cost = 2
    memory_cost = 46 << 10  # KiB
    parallelism = 1
