"""The codes of an authenticator (RFC 6238). Each is good once: whoever signs in again waits for the next."""

import base64
import hashlib
import hmac
import struct
import time

HALF_MINUTE = 30
_used: dict[str, str] = {}


def code(secret: str) -> str:
    """Return the six digits of this half minute: of real time, as phones show it."""
    counter = struct.pack(">Q", int(time.time()) // HALF_MINUTE)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def fresh_code(secret: str) -> str:
    """Return a code that was not used before."""
    while (found := code(secret)) == _used.get(secret):
        time.sleep(1)
    _used[secret] = found
    return found
