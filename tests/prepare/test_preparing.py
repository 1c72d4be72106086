"""A filing prepared: sealed under its own key, hashed, suggested; nothing of it leaves in clear."""

from datetime import UTC, datetime
from typing import Any

import pytest

import builders
from huiyin.kernel import canonical
from huiyin.kernel.errors import Misconfigured
from huiyin.prepare import house, receipts
from huiyin.prepare.filing import query_hash
from huiyin.prepare.house import Mode
from huiyin.prepare.masks import masked
from huiyin.queries.intake.filed import filed
from huiyin.rules.receipt.format import content_hash
from huiyin.vault.binding import place
from huiyin.vault.installation import Vault
from huiyin.vault.sealing import open_json, open_text
from support.moment import AT
from support.roles import attempt

CANARIES = ("纺织厂", "河水发黑", "王小明", "13800000000", "东大街", "请查处", "某厂")


def bytes_of(value: Any) -> bytes:
    return canonical.encode(vars(value) if hasattr(value, "__dict__") else value)


@pytest.mark.usefixtures("equipped")
def test_nothing_that_was_typed_stands_in_the_command(installed_vault: Vault) -> None:
    prepared = builders.prepare(respondents=[{"kind": "enterprise", "name": "某厂"}])
    command = prepared.command
    parts = [
        {**vars(command), "suggestions": [], "petitioners": [], "respondents": [], "evidence": []},
        *(vars(row) for row in (*command.petitioners, *command.respondents, *command.evidence)),
    ]
    text = b"".join(canonical.encode(part) for part in parts).decode()
    assert [word for word in CANARIES if word in text] == []
    assert installed_vault


@pytest.mark.usefixtures("equipped")
def test_what_is_sealed_opens_with_the_petitions_key_only_and_in_its_place_only(
    installed_vault: Vault,
) -> None:
    prepared = builders.prepare(respondents=[{"kind": "enterprise", "name": "某厂"}])
    command = prepared.command
    key = installed_vault.open_data_key(command.data_key, command.petition)
    summary = open_json(
        key, command.sealed_summary, bound_to=place("petition", "sealed_summary", command.petition)
    )
    assert (summary["title"], summary["who"]) == ("纺织厂偷排污水", "王**")
    story = open_json(key, command.sealed_story, bound_to=place("petition", "sealed_story", command.petition))
    assert story["request"] == "请查处"
    [petitioner], [respondent] = command.petitioners, command.respondents
    identity = open_json(
        key, petitioner.sealed_identity, bound_to=place("petitioner", "sealed_identity", petitioner.id)
    )
    assert identity["phone"] == "13800000000"
    assert respondent.sealed_name
    named = open_text(key, respondent.sealed_name, bound_to=place("respondent", "sealed_name", respondent.id))
    assert named == "某厂"


@pytest.mark.usefixtures("equipped")
def test_the_content_hash_covers_everything_filed() -> None:
    prepared = builders.prepare()
    assert prepared.command.content == content_hash(prepared.content_key, prepared.filed)
    assert prepared.filed["persons"][0]["name"] == "王小明"


@pytest.mark.usefixtures("equipped")
@pytest.mark.parametrize(
    ("happened", "demo_rules", "pack"),
    [
        (None, False, "cn-xinfang-2022"),
        (datetime(2015, 3, 2, tzinfo=UTC), False, "cn-xinfang-2005"),
        (None, True, "demo-seed-30-90"),
    ],
)
def test_the_rules_are_those_in_force_when_it_happened(
    happened: datetime | None, demo_rules: Any, pack: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(house, "_mode", [Mode(demo=demo_rules, demo_rules=demo_rules)])
    how = {} if happened is None else {"happened_at": happened, "happened_source": "import"}
    command = builders.prepare(**how).command
    assert (command.pack, command.demo) == (pack, demo_rules)


@pytest.mark.usefixtures("equipped")
def test_a_query_code_is_kept_as_a_keyed_hash() -> None:
    assert query_hash("ABCD-EFGH-JKMN-PQRS") == query_hash("ABCD-EFGH-JKMN-PQRS")
    assert len(query_hash("ABCD-EFGH-JKMN-PQRS")) == 32
    assert query_hash("ABCD-EFGH-JKMN-PQRS") != query_hash("ABCD-EFGH-JKMN-PQRT")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("", ""),
        ("王", "王"),
        ("王小", "王*"),
        ("王小明", "王**"),
        ("欧阳小明", "欧**"),
        ("锦江纺织厂工会", "锦江**"),
    ],
)
def test_a_name_is_masked(name: str, shown: str) -> None:
    assert masked(name) == shown


@pytest.mark.usefixtures("installed")
def test_the_receipt_proves_the_filing_and_can_be_made_again() -> None:
    life = builders.file_petition()
    data = receipts.receipt_of(life.prepared, life.outcome)
    proof = receipts.verify(data)
    assert (proof.number, proof.at) == (life.prepared.command.number, AT)
    assert proof.filed == life.prepared.filed
    assert receipts.receipt_again(life.petition, life.prepared.filed) == data


@pytest.mark.usefixtures("installed")
def test_another_text_makes_no_receipt_that_holds() -> None:
    life = builders.file_petition()
    other = receipts.receipt_again(life.petition, {**life.prepared.filed, "title": "别的"})
    assert other
    with pytest.raises(receipts.receipt_format.Invalid, match=r"receipt\.content_altered"):
        receipts.verify(other)
    assert receipts.own_receipt(life.petition, {**life.prepared.filed, "title": "别的"}, at=AT) is None
    assert receipts.own_receipt(life.petition, None, at=AT) is None
    assert receipts.own_receipt(life.petition, life.prepared.filed, at=AT)


@pytest.mark.usefixtures("installed")
def test_what_was_never_filed_has_no_receipt() -> None:
    assert receipts.receipt_again(builders.prepare().command.petition, {}) is None


@pytest.mark.usefixtures("installed")
def test_after_its_salt_is_erased_a_filing_is_no_longer_shown() -> None:
    life = builders.file_petition()
    assert filed(life.petition)
    attempt("owner", "DELETE FROM entry_salt; COMMIT")
    assert filed(life.petition) is None


@pytest.mark.parametrize("signature", [b"", b"x" * 64])
@pytest.mark.parametrize("key", [b"", b"short", bytes(32)])
def test_what_is_no_signature_does_not_hold(key: bytes, signature: bytes) -> None:
    assert not receipts.signature_holds(key, signature, b"message")


def test_a_store_that_nobody_opened_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house, "_source", [])
    house.store.cache_clear()
    with pytest.raises(Misconfigured, match=r"store\.not_open"):
        house.store()
