"""The public log as programs and people read it: exact addresses, caching, open to every origin."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from huiyin.adapters.publishing.current import log_folder
from huiyin.rules.merkle.proofs import root_of
from huiyin.rules.merkle.tiles import Bundle, Tile, bundle_entries, node_reader, parse_path
from huiyin.vault.current import vault
from support.log import leaves, made_leaves, published, turn

FOR_EVER = "public, max-age=31536000, immutable"


@pytest.fixture
def log(equipped: Any) -> None:
    """A log of 700 entries."""
    assert equipped
    made_leaves(700)
    turn()


def test_before_the_first_checkpoint_there_is_a_page_and_no_file(equipped: Any, browser: Client) -> None:
    assert equipped
    page = browser.get("/log/")
    assert page.status_code == 200
    assert "首个检查点尚未公布" in page.content.decode()
    for path in ("checkpoint", "tile/0/000", "tile/entries/000"):
        answer = browser.get(f"/log/{path}")
        assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store")


@pytest.mark.usefixtures("log")
def test_the_checkpoint_is_text_that_is_kept_for_a_second(browser: Client) -> None:
    answer = browser.get("/log/checkpoint")
    assert answer.status_code == 200
    assert answer.content == log_folder().checkpoint()
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=1"


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize(
    "path", ["tile/0/000", "tile/0/002.p/188", "tile/1/000.p/2", "tile/entries/001", "tile/entries/002.p/188"]
)
def test_tiles_are_bytes_that_are_kept_for_ever(browser: Client, path: str) -> None:
    answer = browser.get(f"/log/{path}")
    assert answer.status_code == 200
    named = parse_path(path)
    assert named
    assert answer.content == log_folder().read(named)
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Cache-Control"] == FOR_EVER


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize("path", ["checkpoint", "tile/0/000", "tile/0/999"])
def test_programs_of_other_sites_may_read_and_caches_keep_one_copy(browser: Client, path: str) -> None:
    answer = browser.get(f"/log/{path}", headers={"Origin": "https://watcher.example"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Vary" not in answer.headers
    assert "Content-Language" not in answer.headers
    assert not answer.cookies


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize(
    ("path", "status"), [("checkpoint", 200), ("tile/0/000", 200), ("tile/0/009", 404), ("", 200)]
)
def test_head_answers_as_get_does_without_the_body(browser: Client, path: str, status: int) -> None:
    asked, got = browser.head(f"/log/{path}"), browser.get(f"/log/{path}")
    assert asked.status_code == got.status_code == status
    assert asked.content == b""
    assert int(asked.headers["Content-Length"]) == len(got.content)
    assert asked.headers["Content-Type"] == got.headers["Content-Type"]


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize("path", ["checkpoint", "tile/0/000", ""])
def test_nothing_is_changed_here(browser: Client, path: str) -> None:
    assert browser.post(f"/log/{path}").status_code == 405
    assert browser.delete(f"/log/{path}").status_code == 405


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize(
    "path",
    [
        "tile/",
        "tile/0/",
        "tile/0/0",
        "tile/0/00",
        "tile/0/0000",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/0/x000/000",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/002.p/189",
        "tile/0/003.p/1",
        "tile/2/000.p/1",
        "tile/0/000/",
        "tile/entries/x000",
        "tile/Entries/000",
        "tile/0/000.p",
        "tile/../checkpoint",
        "tile/0/../../checkpoint",
        "tile/0/..%2f..%2fcheckpoint",
        "tile/%2e%2e/%2e%2e/keys",
        "tile//etc/passwd",
        "tile/0/000%00",
        "tile/0/０００",
        ".lock",
        ".aside/1",
        "tile/0/999999999999999999999999",
    ],
)
def test_wrong_addresses_give_nothing(browser: Client, path: str) -> None:
    assert browser.get(f"/log/{path}").status_code == 404


@pytest.mark.usefixtures("log")
def test_a_file_that_is_lost_is_not_found(browser: Client, tmp_path: Path) -> None:
    (tmp_path / "log" / "tile" / "0" / "000").unlink()
    assert browser.get("/log/tile/0/000").status_code == 404
    assert browser.get("/log/tile/0/000.p/3").status_code == 404


@pytest.mark.usefixtures("log")
def test_from_what_is_served_alone_the_root_and_every_leaf_come_out(browser: Client) -> None:
    def read(named: Tile | Bundle) -> bytes:
        answer = browser.get(f"/log/{named.path}")
        assert answer.status_code == 200
        return bytes(answer.content)

    seen = published()
    assert root_of(seen.size, node_reader(seen.size, read)) == seen.root
    bundles = [Bundle(index=0), Bundle(index=1), Bundle(index=2, width=188)]
    assert [entry for one in bundles for entry in bundle_entries(one, read(one))] == leaves()


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_page_says_how_large_the_log_is_and_who_signs(language: str) -> None:
    page = Client(HTTP_ACCEPT_LANGUAGE=language).get("/log/").content.decode()
    signer = vault().signer
    assert ">700<" in page
    assert signer.origin in page
    assert signer.verifier_key.replace("+", "&#x2B;") in page or signer.verifier_key in page
    assert 'href="/log/checkpoint"' in page
