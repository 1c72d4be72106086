"""Where files lie, as a setting says it: the address of a bucket of an S3-compatible store."""

from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from huiyin.kernel.errors import Misconfigured

DEFAULT_REGION = "us-east-1"  # what servers expect that have no regions


@dataclass(frozen=True, kw_only=True)
class Place:
    """A bucket, and who may use it."""

    bucket: str
    prefix: str
    endpoint: str
    region: str
    key: str = field(repr=False)
    secret: str = field(repr=False)


def read_place(setting: str, url: str, *, key: str, secret: str) -> Place:
    """Return the place of ``s3://BUCKET[/PREFIX]?endpoint=URL[&region=NAME]``.

    Raises Misconfigured ``settings.bad_store_url`` or ``settings.store_key_missing``. The URL holds no
    secret, so it may be shown.
    """
    parts = urlsplit(url)
    asked = parse_qs(parts.query)
    endpoint = asked.get("endpoint", [""])[0].rstrip("/")
    known = parts.scheme == "s3" and parts.netloc and set(asked) <= {"endpoint", "region"}
    if not known or not endpoint.startswith(("http://", "https://")) or "@" in url:
        raise Misconfigured("settings.bad_store_url", name=setting)
    if not key or not secret:
        raise Misconfigured("settings.store_key_missing", name="HUIYIN_STORE_KEY, HUIYIN_STORE_SECRET")
    return Place(
        bucket=parts.netloc,
        prefix=parts.path.strip("/"),
        endpoint=endpoint,
        region=asked.get("region", [DEFAULT_REGION])[0],
        key=key,
        secret=secret,
    )
