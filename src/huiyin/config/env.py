"""The one typed reader of the environment: every setting starts with HUIYIN_."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from huiyin.adapters.store.place import Place, read_place
from huiyin.kernel.errors import Invalid, Misconfigured
from huiyin.rules.witness.place import Place as WitnessPlace
from huiyin.rules.witness.place import read_places
from huiyin.vault.homes import home
from huiyin.vault.key_home import KeyFolder
from huiyin.vault.key_uri import TokenPlace, read_uri

DEFAULT_PORT = 8000


@dataclass(frozen=True, kw_only=True)
class Env:
    """What the environment says, checked."""

    data: Path  # folder of the embedded database, keys and files
    port: int
    database_url: str  # empty: the embedded PostgreSQL
    store_url: str  # empty: a folder in `data`
    store_place: Place | None  # where that is
    key_place: TokenPlace | None  # the key on a token that wraps the key file; None: the file is as it is
    production: bool
    public_url: str  # how people reach this installation; printed on receipts
    now_offset: timedelta  # a demonstration's clock; nothing in production
    demo: bool  # everything issued says so; never in production
    demo_rules: bool  # matters run under the demonstration's rules, which are not law
    log_place: Place | None  # the bucket in which the published log is laid as well
    witnesses: tuple[WitnessPlace, ...]  # who is asked to cosign the log's checkpoints
    clamd: str  # a malware scanner: its socket or host:port; empty: files open without a scan

    @property
    def keys(self) -> Path:
        """The folder of the key file; never in a backup."""
        return self.data / "keys"

    @property
    def key_home(self) -> KeyFolder:
        """Where the keys are made, opened and changed."""
        return home(self.keys, self.key_place)

    @property
    def files(self) -> Path:
        """The folder of the sealed files, unless `store_url` names another place."""
        return self.data / "files"

    @property
    def log(self) -> Path:
        """The folder of the published log: everything in it is public."""
        return self.data / "log"

    @property
    def logs(self) -> Path:
        """The folder of the log files."""
        return self.data / "logs"


def read(environ: Mapping[str, str] = os.environ) -> Env:
    """Return the settings of the environment; raise Misconfigured when one cannot be used."""
    mode = environ.get("HUIYIN_SETTINGS", "")
    if mode not in {"", "production"}:
        raise Misconfigured("settings.unknown_mode", name="HUIYIN_SETTINGS", value=mode)
    production = mode == "production"
    port = _port(environ.get("HUIYIN_PORT", str(DEFAULT_PORT)))
    return Env(
        data=Path(environ.get("HUIYIN_DATA", "var")).resolve(),
        port=port,
        database_url=environ.get("HUIYIN_DATABASE_URL", ""),
        store_url=environ.get("HUIYIN_STORE_URL", ""),
        store_place=_place(environ, "HUIYIN_STORE_URL"),
        key_place=_key_place(environ.get("HUIYIN_KEY_URI", "")),
        production=production,
        public_url=_public_url(environ.get("HUIYIN_PUBLIC_URL", ""), port, production=production),
        now_offset=_now_offset(environ.get("HUIYIN_NOW_OFFSET", "0"), production=production),
        demo=_switch(environ, "HUIYIN_DEMO", production=production),
        demo_rules=_switch(environ, "HUIYIN_DEMO_RULES", production=production),
        log_place=_place(environ, "HUIYIN_LOG_STORE_URL"),
        witnesses=_witnesses(environ.get("HUIYIN_WITNESSES", "")),
        clamd=environ.get("HUIYIN_CLAMD", ""),
    )


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 1 << 16:
        raise Misconfigured("settings.bad_port", name="HUIYIN_PORT", value=text)
    return int(text)


def _public_url(text: str, port: int, *, production: bool) -> str:
    if production and not text.startswith("https://"):
        raise Misconfigured("settings.public_url_missing", name="HUIYIN_PUBLIC_URL")
    return (text or f"http://127.0.0.1:{port}").rstrip("/")


def _now_offset(text: str, *, production: bool) -> timedelta:
    try:
        offset = timedelta(seconds=int(text))
    except (ValueError, OverflowError):
        raise Misconfigured("settings.bad_offset", name="HUIYIN_NOW_OFFSET", value=text) from None
    if offset and production:
        raise Misconfigured("settings.time_moved_in_production")
    return offset


def _switch(environ: Mapping[str, str], name: str, *, production: bool) -> bool:
    value = environ.get(name, "")
    if value not in {"", "0", "1"}:
        raise Misconfigured("settings.bad_switch", name=name, value=value)
    if value == "1" and production:
        raise Misconfigured("up.demo_in_production")
    return value == "1"


def _place(environ: Mapping[str, str], setting: str) -> Place | None:
    url = environ.get(setting, "")
    key, secret = (environ.get(name, "") for name in ("HUIYIN_STORE_KEY", "HUIYIN_STORE_SECRET"))
    return read_place(setting, url, key=key, secret=secret) if url else None


def _key_place(uri: str) -> TokenPlace | None:
    return read_uri("HUIYIN_KEY_URI", uri) if uri else None


def _witnesses(text: str) -> tuple[WitnessPlace, ...]:
    try:
        return read_places(text)
    except Invalid as fault:
        raise Misconfigured("settings.bad_witnesses", name="HUIYIN_WITNESSES", reason=fault.code) from fault
