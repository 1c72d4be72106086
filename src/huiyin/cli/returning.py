"""`huiyin receipt return FILE`: a petition that a restoration lost, brought back from its receipt."""

from pathlib import Path

import click
import django

from huiyin.cli import serving
from huiyin.cli.screen import screen
from huiyin.kernel import clock
from huiyin.kernel.clock import LOCAL_ZONE
from huiyin.kernel.command import Actor, ActorKind
from huiyin.kernel.errors import Invalid
from huiyin.prepare.returning import bring_back
from huiyin.rules.access.roles import Role

RETURNER = Actor(kind=ActorKind.SYSTEM, role=Role.IMPORTER.value, name="receipt")
LARGEST = 64 << 20


@click.command(name="return")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def return_command(file: Path) -> int:
    """File again what the receipt FILE proves, when a restored backup does not hold it any more.

    Only for a filing that a log of this installation promised and that has ended since (`huiyin ledger
    reopen`), and only when the ledger knows nothing of the matter. The number stays; the query code is a new
    one, to be given to the petitioner alone. Deadlines run from the first filing. Files are not in a receipt:
    they are named with their SHA-256, and are to be asked for. Bringing the same receipt again files nothing
    and shows the same.

    \b
    Examples:
      huiyin receipt return 4F7K2-M9QTX-C.receipt.json
    """
    django.setup()  # what else is said of receipts needs no settings
    say = screen()
    if file.stat().st_size > LARGEST:
        raise Invalid("receipt.not_a_receipt")
    with serving.reachable_database(say):
        brought = bring_back(file.read_bytes(), actor=RETURNER, at=clock.now())
    at = f"{brought.at.astimezone(LOCAL_ZONE):%Y-%m-%d %H:%M:%S}"
    say.result("return.done" if brought.new else "return.done_before", number=brought.number, at=at)
    say.result("return.code", query_code=brought.code)
    for one in brought.awaited:
        say.result("return.file", **one)
    return 0
