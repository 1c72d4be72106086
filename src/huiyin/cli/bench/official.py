"""An official of the demonstration, signed in over HTTP like anybody: password, then six digits."""

import base64
import hashlib
import hmac
import re
import struct
import time
from dataclasses import dataclass
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from huiyin.cli.bench.ground import Ground
from huiyin.kernel.errors import Misconfigured

ACCOUNTS = "demo-accounts.txt"
STEP = 30  # seconds a code of RFC 6238 holds
SIGN_IN, CODE = "/desk/sign-in/", "/desk/sign-in/code/"
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True, kw_only=True)
class Official:
    """Somebody signed in: gives requests as bytes for the load client."""

    ground: Ground
    opener: OpenerDirector
    jar: CookieJar

    def page(self, path: str) -> str:
        """Return a page as text."""
        with self.opener.open(self.ground.url + path) as answer:
            text: str = answer.read().decode()
        return text

    def request(self, path: str) -> bytes:
        """Return the bytes that ask for a page."""
        cookies = "; ".join(f"{one.name}={one.value}" for one in self.jar)
        host = self.ground.url.removeprefix("http://")
        return f"GET {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookies}\r\n\r\n".encode()


def sign_in(ground: Ground, username: str) -> Official:
    """Sign in; raise Misconfigured ``bench.not_signed_in`` when the desk is not reached."""
    jar = CookieJar()
    official = Official(ground=ground, opener=build_opener(HTTPCookieProcessor(jar)), jar=jar)
    password, secret = _login(ground, username)
    post(official, SIGN_IN, {"login": username, "password": password})
    post(official, CODE, {"code": totp(secret, int(time.time()))})
    if "/desk/sign-in" in official.opener.open(ground.url + "/desk/").url:
        raise Misconfigured("bench.not_signed_in", username=username)
    return official


def totp(secret: str, at: int) -> str:
    """Return the six digits of a base 32 secret at a time in seconds (RFC 6238, SHA-1)."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", at // STEP), hashlib.sha1).digest()
    place = digest[-1] & 15
    number = int.from_bytes(digest[place : place + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def _login(ground: Ground, username: str) -> tuple[str, str]:
    lines = (ground.folder / ACCOUNTS).read_text("utf-8").splitlines()
    words = next(line.split("\t") for line in lines if line.startswith(f"{username}\t"))
    return words[1], words[2]


def post(official: Official, path: str, fields: dict[str, str], *, page: str = "") -> None:
    """Fill a form, found on `page` (by default where it is sent to), and send it."""
    found = _TOKEN.search(official.page(page or path))
    if found is None:
        raise Misconfigured("bench.not_signed_in", username=fields.get("login", ""))
    body = urlencode({**fields, "csrfmiddlewaretoken": found[1]}).encode()
    url = official.ground.url + path
    official.opener.open(Request(url, data=body, headers={"Referer": url})).close()  # noqa: S310  loopback
