"""A bucket of an S3-compatible store in which the published log is laid, to be served from there."""

from contextlib import suppress
from datetime import timedelta

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import ObjectStore, S3Store

from huiyin.adapters.store.place import Place
from huiyin.kernel.errors import Misconfigured

FOR_EVER = "public, max-age=31536000, immutable"
JUST_NOW = "public, max-age=5"
PATIENCE = timedelta(seconds=20)
TRIES = 2


def bucket_at(place: Place) -> S3Store:
    """Return the bucket of a setting; nothing is asked of the server yet."""
    return S3Store(
        place.bucket,
        prefix=place.prefix or None,
        endpoint=place.endpoint,
        region=place.region,
        access_key_id=place.key,
        secret_access_key=place.secret,
        virtual_hosted_style_request=False,
        client_options={"allow_http": place.endpoint.startswith("http:"), "connect_timeout": PATIENCE},
        retry_config={"max_retries": TRIES, "retry_timeout": PATIENCE},
    )


class LogBucket:
    """The files of one log in a bucket, under their C2SP paths below the name of the log.

    Every call raises Misconfigured ``mirror.unreachable`` when the store cannot be used.
    """

    def __init__(self, store: ObjectStore, origin: str) -> None:
        """Nothing is asked of the store yet."""
        self._store, self._origin = store, origin

    def get(self, path: str) -> bytes | None:
        """Return a file, or None when it is not there."""
        try:
            return bytes(obstore.get(self._store, self._named(path)).bytes())
        except (NotFoundError, FileNotFoundError):
            return None
        except BaseError as fault:
            raise self._unreachable() from fault

    def put(self, path: str, data: bytes, *, lasting: bool) -> None:
        """Lay a file under its path; `lasting` ones never change, so that caches may keep them."""
        kind = "application/octet-stream" if lasting else "text/plain; charset=utf-8"
        told = {"Content-Type": kind, "Cache-Control": FOR_EVER if lasting else JUST_NOW}
        try:
            obstore.put(self._store, self._named(path), data, attributes=told)
        except BaseError as fault:
            raise self._unreachable() from fault

    def drop_below(self, path: str) -> None:
        """Remove all files below a path; what cannot be removed stays, and harms nobody."""
        with suppress(BaseError):
            for batch in obstore.list(self._store, self._named(path)):
                obstore.delete(self._store, [one["path"] for one in batch])

    def _named(self, path: str) -> str:
        return f"{self._origin}/{path}"

    def _unreachable(self) -> Misconfigured:
        return Misconfigured("mirror.unreachable", origin=self._origin)
