"""One stretch of an upload: its bytes taken in from where it stands, as far as the line carries."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from types import TracebackType
from typing import Self

from huiyin.kernel.errors import Conflict, HuiyinError, Invalid, Misconfigured, Unknown
from huiyin.kernel.ids import new_id
from huiyin.prepare import house, trays, uploads
from huiyin.prepare.evidence import Staging, adopted
from huiyin.prepare.staged import StagedFile
from huiyin.prepare.trays import Tray
from huiyin.prepare.uploads import Held, Part, Upload
from huiyin.vault import admission
from huiyin.vault.files import open_stream
from huiyin.vault.sealer import FileSealer, SealedFile
from huiyin.vault.signatures import HEAD_BYTES

WRITER_BYTES = 12


class Receiving:
    """Takes bytes; as a context manager it leaves nothing of a part that was not recorded.

    Errors that end the upload for good (Invalid of what it holds, a part that no longer opens) take away
    what is kept of it; after any other it goes on from what is recorded.
    """

    def __init__(self, held: Held, *, at: datetime) -> None:
        """Become the one who writes; raise Conflict ``upload.other_writer`` when somebody else was faster."""
        self._at = at
        self._key = held.upload.giver.data_key()
        self._sealer: FileSealer | None = None
        self._pending = 0
        self._head = bytearray()
        self._held = held
        if not held.upload.done:
            writer = secrets.token_bytes(WRITER_BYTES)
            self._change(lambda upload: replace(upload, writer=writer))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._discard()

    @property
    def upload(self) -> Upload:
        """The upload as it is recorded."""
        return self._held.upload

    @property
    def offset(self) -> int:
        """How many bytes have arrived, those of the part under way included."""
        return self.upload.offset + self._pending

    def write(self, data: bytes) -> None:
        """Take bytes of any number.

        Raises Invalid ``upload.longer_than_announced``, or ``evidence.type_not_allowed`` as soon as it shows;
        Misconfigured ``store.full``; Conflict ``upload.other_writer``.
        """
        if self.offset + len(data) > self.upload.size:
            raise Invalid("upload.longer_than_announced", field="files")
        self._look(data)
        view = memoryview(data)
        while view:
            if self._pending == uploads.PART_BYTES:
                self.record()
            taken = view[: uploads.PART_BYTES - self._pending]
            self._sealing().write(taken)
            self._pending += len(taken)
            view = view[len(taken) :]

    def record(self) -> None:
        """Make durable what has arrived; it is never asked for again. The last byte is left to `end`."""
        if self._pending == 0 or self.offset == self.upload.size:
            return
        sealed = self._sealed()
        try:
            self._change(lambda upload: replace(upload, parts=(*upload.parts, _part(sealed))))
        except Conflict:
            house.store().delete(sealed.address)
            raise

    def end(self) -> Upload:
        """Record what arrived or, when that was all, lay the file on the tray; return the upload.

        Raises Invalid when the file may not be evidence, Unknown ``upload.unknown`` when nobody waits for it
        any more, Misconfigured ``store.full`` when the file does not fit: then its last part is sent again.
        """
        if self.offset < self.upload.size:
            self.record()
        elif not self.upload.done:
            self._complete(self._sealed())
        return self.upload

    def _complete(self, last: SealedFile) -> None:
        # Order: the file, the tray, the mark that it is done. Cut off in between, the last part is sent
        # again, and the tray says whether the file lies there already.
        parts = (*self.upload.parts, _part(last))
        try:
            laid = self._laid() or self._lay(self._file(parts, last))
        except HuiyinError as fault:
            house.store().delete(last.address)
            if not isinstance(fault, Misconfigured | Conflict):
                uploads.stop(self._held, at=self._at)
            raise
        done = uploads.change(self._held, lambda upload: replace(upload, parts=(), done=True), at=self._at)
        # Whoever writes to it by now still has the other parts on record.
        over = (_part(last),) if done is None else parts
        for part in over:
            if part.address != laid.address:
                house.store().delete(part.address)
        self._held = done or replace(self._held, upload=replace(self.upload, parts=(), done=True))

    def _file(self, parts: tuple[Part, ...], last: SealedFile) -> StagedFile:
        store, name = house.store(), self.upload.name
        if len(parts) == 1:
            return adopted(last, name, store=store, data_key=self._key)
        with Staging(
            name,
            store=store,
            data_key=self._key,
            at=self._at,
            file_id=self.upload.id,
            expected_bytes=self.upload.size,
        ) as staging:
            for part in parts:
                for piece in open_stream(store, part.address, self._key, part.id):
                    staging.write(piece)
            return staging.finish()

    def _laid(self) -> StagedFile | None:
        tray = trays.read(self.upload.giver, self._at)
        return next((file for file in tray.files if file.id == self.upload.id), None)

    def _lay(self, file: StagedFile) -> StagedFile:
        def laid(tray: Tray) -> Tray:
            if all(one.secret != self._held.secret for one in tray.uploads):
                raise Unknown("upload.unknown")
            return tray.without_upload(self._held.secret).with_files(file)

        try:
            trays.change(self.upload.giver, laid, at=self._at)
        except HuiyinError:
            house.store().delete(file.address)
            raise
        return file

    def _look(self, data: bytes) -> None:
        if self.upload.parts or len(self._head) == HEAD_BYTES:
            return
        self._head += data[: HEAD_BYTES - len(self._head)]
        if len(self._head) < HEAD_BYTES:
            return
        try:
            admission.refuse_head(bytes(self._head))
        except Invalid:
            uploads.stop(self._held, at=self._at)
            raise

    def _sealing(self) -> FileSealer:
        if self._sealer is None:
            # The first part bears the id of the file: when it is all, it is the file.
            part = new_id(self._at) if self.upload.parts else self.upload.id
            self._sealer = FileSealer(house.store(), self._key, part)
        return self._sealer

    def _sealed(self) -> SealedFile:
        sealed = self._sealing().finish()
        self._sealer, self._pending = None, 0
        return sealed

    def _discard(self) -> None:
        if self._sealer is not None:
            self._sealer.discard()
            self._sealer, self._pending = None, 0

    def _change(self, step: Callable[[Upload], Upload]) -> None:
        changed = uploads.change(self._held, step, at=self._at)
        if changed is None:
            raise Conflict("upload.other_writer")
        self._held = changed


def _part(sealed: SealedFile) -> Part:
    return Part(id=sealed.object_id, address=sealed.address, size=sealed.plaintext_size)
