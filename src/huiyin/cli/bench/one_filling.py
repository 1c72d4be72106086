"""So many data keys of petitions that there are not, to measure with. Run in an installation."""

import sys
from uuid import UUID, uuid4

from django.db import connections

from huiyin.kernel.ids import PetitionId
from huiyin.vault.current import vault


def main() -> None:
    """Write them, wrapped as filings would."""
    connection = connections["owner"]
    connection.ensure_connection()
    with (
        connection.connection.cursor() as cursor,
        cursor.copy("COPY data_key (petition, wrapped) FROM STDIN (FORMAT BINARY)") as rows,
    ):
        rows.set_types(["uuid", "bytea"])
        for _ in range(int(sys.argv[1])):
            petition: UUID = uuid4()
            rows.write_row((petition, vault().new_data_key(PetitionId(petition)).wrapped))
    connection.connection.commit()
    connection.close()
