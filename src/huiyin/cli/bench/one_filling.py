"""So many data keys of petitions that there are not, to measure with. Run in an installation."""

import sys
from uuid import uuid4

from django.db import connections

from huiyin.kernel.ids import PetitionId
from huiyin.vault.current import vault

BATCH = 10_000
_INSERT = "INSERT INTO data_key (petition, wrapped) SELECT * FROM unnest(%s::uuid[], %s::bytea[])"


def main() -> None:
    """Write them, wrapped as filings would."""
    wanted = int(sys.argv[1])
    with connections["owner"].cursor() as cursor:
        for first in range(0, wanted, BATCH):
            petitions = [uuid4() for _ in range(min(BATCH, wanted - first))]
            wrapped = [vault().new_data_key(PetitionId(one)).wrapped for one in petitions]
            cursor.execute(_INSERT, [petitions, wrapped])
