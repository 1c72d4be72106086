"""`huiyin erasure`: the content of a closed matter, proposed by one person and erased by another."""

from collections.abc import Mapping

import click

from huiyin.cli import identity, serving
from huiyin.cli.screen import Screen, screen
from huiyin.commands.evidence.propose_erasure import ProposeErasure
from huiyin.commands.evidence.turn_down_erasure import TurnDownErasure
from huiyin.door import door
from huiyin.kernel import clock
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Unknown
from huiyin.kernel.ids import PetitionId, new_id, parse_number
from huiyin.prepare import erasing
from huiyin.queries.evidence.erasures import ErasureLine, standing_of, waiting_erasure, what_is_lost
from huiyin.rules.access.permissions import Permission

_as = click.option("--as", "account", required=True, metavar="ACCOUNT", help="Who does it.")
_basis = click.option("--basis", required=True, metavar="TEXT", help="The provision or decision relied on.")
_reason = click.option("--reason", required=True, metavar="TEXT", help="Why. It names nobody.")


@click.group()
def command() -> None:
    """Erase the content of a closed matter, by two people of its bureau; the proof stays.

    One proposes it with its basis and reason, the head of the bureau carries it out. Its data key and the
    salts of its entries are destroyed and its sealed files removed: nobody can read its content any more.
    What was erased, on which basis, why and by whom stands in the ledger, which still verifies; receipts
    already given out still prove what they proved.

    A BACKUP MADE BEFORE STILL HOLDS THE KEYS. Destroy those backups too.

    \b
    Examples:
      huiyin erasure propose ABCDE-FGHJK-4 --as chen --basis "档案法 …" --reason "保管期限已满"
      huiyin erasure carry-out ABCDE-FGHJK-4 --as li
    """


@command.command(name="propose")
@click.argument("number")
@_as
@_basis
@_reason
def propose(number: str, account: str, *, basis: str, reason: str) -> int:
    """Propose that the content of the matter NUMBER is erased; nothing is changed yet.

    Refused while the matter has to be answered, can be contested, or is supervised.
    """
    say = screen()
    with serving.reachable_database(say):
        petition, actor = _at_hand(number, account, Permission.EVIDENCE_ERASURE_PROPOSE)
        at = clock.now()
        asked = ProposeErasure(petition=petition, id=new_id(at), basis=basis, reason=reason)
        door.execute(asked, actor=actor, at=at)
    say.result("erasure.proposed", number=number)
    return 0


@command.command(name="carry-out")
@click.argument("number")
@_as
def carry_out(number: str, account: str) -> int:
    """Erase what another person proposed to erase, for ever; the NUMBER is asked for once more."""
    say = screen()
    with serving.reachable_database(say):
        petition, actor = _at_hand(number, account, Permission.EVIDENCE_ERASURE_CONFIRM)
        stands = _waiting(petition)
        _tell(stands, what_is_lost(petition), say)
        written = click.prompt(say.words("erasure.write_out"), err=True)
        files = erasing.erase(petition, proposal=stands.id, number=written, actor=actor, at=clock.now())
    say.result("erasure.done", number=number, files=files)
    return 0


@command.command(name="turn-down")
@click.argument("number")
@_as
@_reason
def turn_down(number: str, account: str, *, reason: str) -> int:
    """Withdraw one's own proposal about the matter NUMBER, or reject that of another."""
    say = screen()
    with serving.reachable_database(say):
        petition, actor = _at_hand(number, account, Permission.EVIDENCE_ERASURE_PROPOSE)
        refusal = TurnDownErasure(petition=petition, proposal=_waiting(petition).id, reason=reason)
        door.execute(refusal, actor=actor, at=clock.now())
    say.result("erasure.turned_down", number=number)
    return 0


def _at_hand(number: str, account: str, permission: Permission) -> tuple[PetitionId, Actor]:
    """Return the matter and the official, proved; a wrong number is told only to who may know of it."""
    found = standing_of(parse_number(number) or "")
    if found is None:
        raise Unknown("erasure.no_such_matter", number=number)
    petition, standing = found
    return petition, identity.official(account, permission, standing)


def _waiting(petition: PetitionId) -> ErasureLine:
    found = waiting_erasure(petition)
    if found is None:
        raise Unknown("erasure.no_such_proposal")
    return found


def _tell(stands: ErasureLine, lost: Mapping[str, int], say: Screen) -> None:
    proposer = identity.names_of({int(stands.proposed_by)}).get(int(stands.proposed_by), "?")
    say.result("erasure.stands", by=proposer, basis=stands.basis, reason=stands.reason)
    say.result("erasure.lost")
    for name, number in lost.items():
        click.echo(f"  {say.words(f'erasure.lost_{name}', number=number)}")
    say.result("erasure.backups")
