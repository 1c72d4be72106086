"""A key file wrapped by a token opens with that token alone; each thing that can be wrong is named."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pkcs11
import pytest

from huiyin.kernel.errors import Misconfigured
from huiyin.vault import keyset, make_keys, open_vault, unlock
from huiyin.vault import token as on_token
from huiyin.vault.covers import Plain
from huiyin.vault.homes import cover, home, make_token_key
from huiyin.vault.key_home import KeyFolder
from huiyin.vault.key_uri import read_uri
from support.token import SoftToken

AT = datetime(2026, 5, 6, tzinfo=UTC)
SECRET = b"s" * 32


@pytest.fixture
def covered(soft_token: SoftToken, tmp_path: Path) -> KeyFolder:
    """A new installation whose keys were never in a file as they are."""
    make_token_key(soft_token.place)
    found = home(tmp_path / "keys", soft_token.place)
    assert found.make()
    return found


def _refused(code: str, does: Callable[[], Any]) -> Misconfigured:
    with pytest.raises(Misconfigured) as caught:
        does()
    assert caught.value.code == code
    return caught.value


def test_the_keys_are_made_once_and_open_only_with_the_token(
    covered: KeyFolder, soft_token: SoftToken
) -> None:
    vault = unlock(covered)
    assert not covered.make()
    assert unlock(covered).fingerprint == vault.fingerprint
    told = json.loads(covered.path.read_text())
    assert (told["format"], told["token"], told["key"]) == ("huiyin-keys-on-token", "huiyin", "keys")
    assert "keysets" not in covered.path.read_text()
    assert _refused("token.not_named", lambda: open_vault(covered.folder)).facts["token"] == "huiyin"
    soft_token.lose()
    _refused("token.missing", lambda: unlock(covered))


def test_the_key_on_the_token_cannot_be_taken_out(covered: KeyFolder, soft_token: SoftToken) -> None:
    assert covered.path.exists()
    with on_token.Token(place=soft_token.place)._session() as session:
        [key] = session.get_objects()
        flags = {name: key[getattr(pkcs11.Attribute, name)] for name in ("EXTRACTABLE", "SENSITIVE", "LOCAL")}
        assert flags == {"EXTRACTABLE": False, "SENSITIVE": True, "LOCAL": True}
        with pytest.raises(pkcs11.AttributeSensitive):
            key[pkcs11.Attribute.VALUE]


def test_every_change_of_the_keys_stays_under_the_token(covered: KeyFolder) -> None:
    before = unlock(covered)
    covered.rotate_wrap(AT)
    covered.rotate(AT)
    covered.retire()
    covered.retire_wraps()
    after = unlock(covered)
    assert after.fingerprint == before.fingerprint
    assert after.keys.wrap_ids.isdisjoint(before.keys.wrap_ids)
    assert after.signer.key != before.signer.key
    assert json.loads(covered.path.read_text())["format"] == "huiyin-keys-on-token"
    assert [path.name for path in covered.folder.iterdir()] == ["keys.json"]


def test_an_existing_file_moves_onto_the_token_and_back(soft_token: SoftToken, tmp_path: Path) -> None:
    make_keys(tmp_path / "keys")
    plain, token = home(tmp_path / "keys", None), cover(soft_token.place)
    before, text = unlock(plain), plain.path.read_text()
    _refused("token.not_wrapped", lambda: unlock(replace(plain, cover=token)))
    _refused("token.key_missing", lambda: plain.move(token))
    assert plain.path.read_text() == text
    assert make_token_key(soft_token.place)
    assert not make_token_key(soft_token.place)
    assert plain.move(token)
    assert not plain.move(token)
    moved = replace(plain, cover=token)
    assert unlock(moved).fingerprint == before.fingerprint
    assert moved.move(Plain())
    assert not moved.move(Plain())
    assert plain.path.read_text() == text


def test_a_move_killed_at_its_last_step_is_begun_anew(
    soft_token: SoftToken, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_keys(tmp_path / "keys")
    make_token_key(soft_token.place)
    plain = home(tmp_path / "keys", None)
    before = unlock(plain).fingerprint

    class Killed(BaseException):
        """The process is gone."""

    def die(*_: Any, **__: Any) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", die)
        patched.setattr(Path, "unlink", die)
        with pytest.raises(Killed):
            plain.move(cover(soft_token.place))
    assert len(list(plain.folder.iterdir())) == 2
    assert unlock(plain).fingerprint == before
    assert plain.move(cover(soft_token.place))
    assert [path.name for path in plain.folder.iterdir()] == ["keys.json"]


def _lost(token: SoftToken) -> None:
    token.lose()


def _pin(pin: str, mode: int = 0o600) -> Callable[[SoftToken], None]:
    return lambda token: token.write_pin(pin, mode)


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (_lost, "token.missing"),
        (_pin("000000"), "token.wrong_pin"),
        (_pin("1"), "token.wrong_pin"),
        (_pin(""), "token.pin_unreadable"),
        (_pin("271828", 0o640), "token.pin_open_to_others"),
        (lambda token: token.pin_file.unlink(), "token.pin_unreadable"),
        (lambda token: token.pin_file.write_bytes(b"\xff\xfe"), "token.pin_unreadable"),
    ],
)
def test_what_is_wrong_with_the_token_is_named(
    covered: KeyFolder, soft_token: SoftToken, harm: Callable[[SoftToken], None], code: str
) -> None:
    text = covered.path.read_text()
    harm(soft_token)
    refusal = _refused(code, lambda: unlock(covered))
    assert refusal.facts["token"] == "huiyin"
    assert "271828" not in str(refusal.facts)
    _refused(code, lambda: covered.rotate_wrap(AT))
    assert covered.path.read_text() == text


def test_a_library_that_is_not_there_or_is_none_is_named(covered: KeyFolder, soft_token: SoftToken) -> None:
    for module, code in (("/nowhere/p11.so", "token.module_missing"), (__file__, "token.module_unusable")):
        other = replace(soft_token.place, module=Path(module))
        refusal = _refused(code, lambda other=other: unlock(replace(covered, cover=cover(other))))
        assert refusal.facts["module"] == module


def test_another_token_and_another_key_do_not_open_the_file(
    covered: KeyFolder, soft_token: SoftToken, tmp_path: Path
) -> None:
    elsewhere = replace(soft_token.place, object="another")
    _refused("token.key_missing", lambda: unlock(replace(covered, cover=cover(elsewhere))))
    make_token_key(elsewhere)
    _refused("token.other_key", lambda: unlock(replace(covered, cover=cover(elsewhere))))
    SoftToken(tmp_path / "softhsm").make()
    _refused("token.several", lambda: unlock(covered))
    by_serial = replace(soft_token.place, serial="0000000000000000")
    _refused("token.missing", lambda: unlock(replace(covered, cover=cover(by_serial))))


def test_two_keys_of_one_name_are_not_chosen_between(soft_token: SoftToken) -> None:
    token = on_token.Token(place=soft_token.place)
    for _ in range(2):
        with token._session(rw=True) as session:
            session.generate_key(
                pkcs11.KeyType.AES, 256, label="keys", store=True, template=on_token._TEMPLATE
            )
    _refused("token.several_keys", lambda: token.close(SECRET, b""))


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (pkcs11.PinLocked, "token.locked"),
        (pkcs11.PinExpired, "token.pin_expired"),
        (pkcs11.DeviceError, "token.failed"),
        (pkcs11.DeviceRemoved, "token.missing"),
    ],
)
def test_what_soft_tokens_never_say_is_named_too(
    soft_token: SoftToken, monkeypatch: pytest.MonkeyPatch, fault: type[Exception], code: str
) -> None:
    whole = on_token.pkcs11.lib

    class Library:
        """A library whose token answers with a fault."""

        def __init__(self, so: str) -> None:
            self.real = whole(so)

        def get_token(self, **_: Any) -> Any:
            raise fault

        def finalize(self) -> None:
            self.real.finalize()

    monkeypatch.setattr(on_token.pkcs11, "lib", Library)
    _refused(code, lambda: on_token.Token(place=soft_token.place).close(SECRET, b""))


def test_what_is_closed_opens_only_where_it_is_bound_and_unaltered(soft_token: SoftToken) -> None:
    make_token_key(soft_token.place)
    token = on_token.Token(place=soft_token.place)
    sealed = token.close(SECRET, b"here")
    assert token.open(sealed, b"here") == SECRET
    for harmed, place in (
        (sealed, b"there"),
        (sealed[:-1] + bytes([sealed[-1] ^ 1]), b"here"),
        (b"", b"here"),
    ):
        _refused("token.other_key", lambda harmed=harmed, place=place: token.open(harmed, place))


@pytest.mark.parametrize("name", ["wrapped", "sealed", "suite", "version", "check", "half"])
def test_a_damaged_wrapped_file_is_named(covered: KeyFolder, name: str) -> None:
    content = json.loads(covered.path.read_text())
    if name == "half":
        text = covered.path.read_text()[:100]
    elif name == "check":
        text = json.dumps({**content, "check": "0"})
    else:
        harmed = {"wrapped": "?", "sealed": content["wrapped"], "suite": 9, "version": 9}[name]
        content.pop("check")
        text = keyset.text_of({**content, name: harmed})
    covered.path.write_text(text)
    _refused("vault.keys_damaged", lambda: unlock(covered))


def test_a_token_that_does_not_open_what_it_closed_gets_no_keys(
    soft_token: SoftToken, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_keys(tmp_path / "keys")
    make_token_key(soft_token.place)
    plain = home(tmp_path / "keys", None)
    text = plain.path.read_text()
    monkeypatch.setattr(on_token.Token, "open", lambda *_: b"something else")
    _refused("token.failed", lambda: plain.move(cover(soft_token.place)))
    assert plain.path.read_text() == text


@pytest.mark.parametrize(
    "uri",
    [
        "file:/keys",
        "pkcs11:",
        "pkcs11:token=?module-path=/a&pin-source=/b",
        "pkcs11:token=a?module-path=a&pin-source=/b",
        "pkcs11:token=a?module-path=/a&pin-source=b",
        "pkcs11:token=a?module-path=/a",
        "pkcs11:token=a?module-path=/a&pin-source=/b&pin-value=1234",
        "pkcs11:token=a;type=private?module-path=/a&pin-source=/b",
        "pkcs11:token?module-path=/a&pin-source=/b",
        "pkcs11:token=%ff?module-path=/a&pin-source=/b",
    ],
)
def test_a_setting_that_names_no_key_is_refused_without_repeating_it(uri: str) -> None:
    with pytest.raises(Misconfigured) as caught:
        read_uri("HUIYIN_KEY_URI", uri)
    assert (caught.value.code, caught.value.facts) == ("settings.bad_key_uri", {"name": "HUIYIN_KEY_URI"})


def test_the_setting_is_read_as_the_standard_writes_it() -> None:
    place = read_uri(
        "HUIYIN_KEY_URI",
        "pkcs11:token=%E5%9B%9E%E9%9F%B3;serial=12;type=secret-key?module-path=/a%20b&pin-source=/c",
    )
    assert (place.token, place.serial, place.object) == ("回音", "12", "huiyin")
    assert (str(place.module), str(place.pin_file)) == ("/a b", "/c")
