"""A receipt out of a whole installation with a witness: saved later, it proves all that it can."""

import json
import re
import time
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import pytest

from rules.receipt import second_verifier
from support.installation import Installation
from support.program import PETITION, Filing, send
from support.witnesses import huiyin, serving

pytestmark = pytest.mark.long

PATIENCE = 60.0


class Follower:
    """Somebody who follows a matter with number and query code, in a browser without scripts."""

    def __init__(self, place: Installation, matter: dict[str, Any]) -> None:
        jar = urllib.request.HTTPCookieProcessor(CookieJar())
        self._open = urllib.request.build_opener(jar).open
        self._url = f"{place.url}/follow/"
        page = self._get("")
        token = re.findall(rb'name="csrfmiddlewaretoken" value="(\w+)"', page)[0].decode()
        typed = {"number": matter["number"], "code": matter["query_code"], "csrfmiddlewaretoken": token}
        with self._open(self._url, urllib.parse.urlencode(typed).encode(), timeout=30):
            pass

    def receipt(self) -> bytes:
        """Save the receipt once more."""
        return self._get("receipt/")

    def _get(self, path: str) -> bytes:
        with self._open(self._url + path, timeout=30) as answer:
            found: bytes = answer.read()
        return found


def test_a_receipt_saved_later_proves_log_witness_and_history_to_both_verifiers(
    folder: Path, installation: Installation
) -> None:
    witness = folder / "witness"
    key = huiyin("witness", "init", "--dir", witness, "--name", "w.example").stdout.strip()
    installation.up("--demo").ready()
    log = json.loads(installation.run("ledger", "status", "--json").stdout)["key"]
    installation.started[-1].stop()
    assert huiyin("witness", "trust", "--dir", witness, log).returncode == 0
    with serving(witness) as served:
        told = {"HUIYIN_WITNESSES": f"{key} http://127.0.0.1:{served.port}"}
        installation.up("--demo", **told).ready()
        answer = send(installation.port, Filing(PETITION))
        assert answer.status == 201
        follower = Follower(installation, answer.plain)
        until = time.monotonic() + PATIENCE
        while not json.loads(saved := follower.receipt()).get("log", {}).get("witnesses"):
            assert time.monotonic() < until
            time.sleep(0.3)
    given, later = json.loads(answer.receipt), json.loads(saved)
    assert {**given, "log": later["log"], "history": later["history"]} == later
    second_verifier.verify(saved)
    path = folder / "receipt.json"
    path.write_bytes(saved)
    done = huiyin("receipt", "verify", path, "--key", log, "--witness", key, "--json")
    plain = json.loads(done.stdout)
    assert (done.returncode, plain["well"]) == (0, True)
    assert [one["key"] for one in plain["log"]["witnesses"]] == [key]
    path.write_bytes(saved.replace(b'"index":', b'"index":1', 1))
    assert huiyin("receipt", "verify", path).returncode == 1
