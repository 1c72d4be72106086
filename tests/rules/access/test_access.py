"""Who may do what: one check behind the button and the door, and deny beats allow."""

import itertools
from uuid import UUID

import pytest

from huiyin.kernel.command import Actor, ActorKind
from huiyin.kernel.errors import Refused
from huiyin.kernel.ids import OfficeId, PetitionId
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.require import NOWHERE, Standing, may, require
from huiyin.rules.access.roles import POSTS, RIGHTS, Relation, Role

MINE, BUREAU, OTHER = OfficeId(1), OfficeId(2), OfficeId(3)
PETITION = PetitionId(UUID(int=7))
ADMINISTRATORS = {Role.AUDIT_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.SYSTEM_ADMINISTRATOR}


def actor(role: str, office: OfficeId | None = MINE, petition: PetitionId | None = None) -> Actor:
    return Actor(kind=ActorKind.OFFICIAL, office=office, role=role, petition=petition)


def test_the_vocabulary_is_closed_and_sorted() -> None:
    assert list(Permission) == sorted(Permission)
    assert all(len(permission.value.split(":")) == 3 for permission in Permission)
    assert all(permission.name == permission.value.replace(":", "_").upper() for permission in Permission)


def test_every_role_has_its_rights_listed_and_every_permission_somebody() -> None:
    assert set(RIGHTS) == set(Role)
    held = {permission for rights in RIGHTS.values() for permission in rights}
    # Files after filing and imports: their commands are not there yet, or are not in this table.
    assert set(Permission) - held == set()


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_the_three_administrators_have_no_right_in_the_business(role: Role) -> None:
    assert RIGHTS[role] == {}
    assert role in POSTS


def test_what_is_no_post_belongs_to_no_person() -> None:
    machines = {
        Role.DESTROYER,
        Role.IMPORTER,
        Role.INSTALLER,
        Role.MOVER,
        Role.RECORDER,
        Role.ROUTER,
        Role.WATCH,
    }
    assert set(Role) - POSTS == {*machines, Role.PETITIONER, Role.PUBLIC}


def test_only_the_head_signs_and_extends() -> None:
    for permission in (Permission.HANDLING_OPINION_SIGN, Permission.HANDLING_DEADLINE_EXTEND):
        assert {role for role, rights in RIGHTS.items() if permission in rights} == {Role.HEAD}


def test_a_petitioners_rights_are_about_the_own_matter_only() -> None:
    assert set(RIGHTS[Role.PETITIONER].values()) == {Relation.OWN}


STANDINGS = {
    Relation.BUREAU: Standing(bureau=MINE),
    Relation.LEAD: Standing(bureau=BUREAU, lead=MINE),
    Relation.OVERSEES: Standing(overseers=frozenset({MINE})),
    Relation.PART: Standing(bureau=BUREAU, open_parts=frozenset({MINE})),
    Relation.OWN: Standing(petition=PETITION),
}


@pytest.mark.parametrize(("role", "permission"), [
    (role, permission) for role, rights in RIGHTS.items() for permission in rights
])  # fmt: skip
def test_a_right_holds_in_its_relation_and_in_no_other(role: Role, permission: Permission) -> None:
    relation = RIGHTS[role][permission]
    who = actor(role.value, petition=PETITION)
    allowed = {name for name, standing in STANDINGS.items() if may(who, permission, standing)}
    expected = {
        Relation.ANY: set(STANDINGS),
        Relation.BUREAU: {Relation.BUREAU},
        Relation.LEAD: {Relation.LEAD},
        Relation.OVERSEES: {Relation.OVERSEES},
        Relation.OWN: {Relation.OWN},
        Relation.PART: {Relation.PART},
        Relation.TOUCHED: {Relation.BUREAU},
    }
    assert allowed == expected[relation]
    assert may(who, permission, NOWHERE) is (relation is Relation.ANY)
    if relation is Relation.TOUCHED:
        assert may(who, permission, Standing(bureau=BUREAU, offices=frozenset({MINE})))


@pytest.mark.parametrize(("role", "permission"), list(itertools.product(Role, Permission)))
def test_deny_beats_every_right(role: Role, permission: Permission) -> None:
    standing = Standing(
        petition=PETITION,
        bureau=MINE,
        lead=MINE,
        open_parts=frozenset({MINE}),
        offices=frozenset({MINE}),
        denied=frozenset({MINE}),
    )
    assert not may(actor(role.value, petition=PETITION), permission, standing)


@pytest.mark.parametrize("role", ["", "emperor", "HANDLER"])
def test_a_role_nobody_knows_has_no_rights(role: str) -> None:
    assert not any(may(actor(role), permission, STANDINGS[Relation.PART]) for permission in Permission)


@pytest.mark.parametrize("role", [Role.DISPATCHER, Role.HANDLER, Role.INSPECTOR])
def test_without_an_office_nothing_about_a_matter_is_allowed(role: Role) -> None:
    standing = Standing(bureau=None, open_parts=frozenset(), offices=frozenset())
    nobody = actor(role.value, office=None)
    allowed = {permission for permission in Permission if may(nobody, permission, standing)}
    assert allowed <= {  # none is of a matter
        Permission.INTAKE_PERSON_SEEK,
        Permission.INTAKE_PETITION_FILE,
        Permission.PEOPLE_FEED_KEEP,
        Permission.PEOPLE_SEARCH_KEEP,
    }


def test_a_petitioner_without_a_matter_has_none() -> None:
    assert not may(
        actor("petitioner", None, None), Permission.OUTREACH_PETITION_RATE, Standing(petition=None)
    )


def test_the_refusal_names_the_permission_and_nothing_of_the_matter() -> None:
    with pytest.raises(Refused) as caught:
        require(actor("handler", OTHER), Permission.HANDLING_PETITION_ACCEPT, STANDINGS[Relation.PART])
    assert (caught.value.code, caught.value.facts) == (
        "access.refused",
        {"permission": "handling:petition:accept"},
    )


def test_denied_and_never_allowed_sound_the_same() -> None:
    errors = []
    for standing in (Standing(denied=frozenset({MINE})), NOWHERE):
        with pytest.raises(Refused) as caught:
            require(actor("handler"), Permission.HANDLING_PETITION_ACCEPT, standing)
        errors.append((caught.value.code, caught.value.facts))
    assert errors[0] == errors[1]
