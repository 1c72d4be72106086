"""The changes of one decision, at most one to a row: the door's function applies each row once."""

from typing import Any

from huiyin.kernel.command import Change, Op

KEYS = {"division": "code"}  # every other table's key is `id`


class Changes:
    """Collects rows as they become; a second change of a row joins the first."""

    def __init__(self) -> None:
        """Nothing changes yet."""
        self._rows: dict[tuple[str, Any], tuple[Op, dict[str, Any]]] = {}

    def insert(self, table: str, **values: Any) -> None:
        """Add a row."""
        self._rows[table, values[KEYS.get(table, "id")]] = (Op.INSERT, values)

    def update(self, table: str, **values: Any) -> None:
        """Alter the row named by its key among `values`; a row just added is altered before it is added."""
        key = table, values[KEYS.get(table, "id")]
        op, before = self._rows.get(key, (Op.UPDATE, {}))
        self._rows[key] = (op, {**before, **values})

    def done(self) -> tuple[Change, ...]:
        """Return the changes in the order in which the rows were first named."""
        return tuple(Change(table, op, values) for (table, _), (op, values) in self._rows.items())
