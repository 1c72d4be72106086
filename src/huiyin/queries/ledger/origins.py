"""Which entry a difference of a row goes back to: the first that says otherwise than the row."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from huiyin.queries.ledger.chains import Difference, Keys, StoredEntry, changes_of


class Origins:
    """What the entries of a batch wrote, looked through when the first difference asks for it."""

    def __init__(self, histories: Sequence[Sequence[StoredEntry]], keys: Keys) -> None:
        """`histories` are the entries of each subject, in the order of their chain."""
        self._histories, self._keys = histories, keys

    def named(self, difference: Difference) -> Difference:
        """Return the difference with its entry: of a field, the one whose value should stand.

        Of several fields, the first of those entries; of a row that was removed, the one that wrote it. A row
        that was added has none.
        """
        writers = self._writers.get((difference.table, difference.row), {})
        asked = difference.fields or tuple(writers)
        found = [writers[name] for name in asked if name in writers]
        return replace(difference, entry=min(found)[1]) if found else difference

    @cached_property
    def _writers(self) -> Mapping[tuple[str, str], dict[str, tuple[int, str]]]:
        """For each table and row, which entry wrote each field last, and its place in the history."""
        writers: dict[tuple[str, str], dict[str, tuple[int, str]]] = {}
        for history in self._histories:
            for place, entry in enumerate(history):
                for table, _, values in changes_of(entry, self._keys) or ():
                    row = writers.setdefault((table, str(values[self._keys[table]])), {})
                    row.update(dict.fromkeys(values, (place, str(entry.id))))
        return writers
