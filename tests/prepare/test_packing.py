"""The whole file as a ZIP: what is in it, for whom, what is left out; in little memory, by harmless names."""

import hashlib
import io
import json
import zipfile
from dataclasses import replace
from typing import Any

import pytest

import builders
from builders import HANDLER
from huiyin.adapters.scanning.scanner import ScannerDown
from huiyin.commands.evidence.add_evidence import AddEvidence
from huiyin.commands.evidence.open_story import OpenStory
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Reader
from huiyin.kernel.errors import HuiyinError, Refused, Unknown
from huiyin.kernel.ids import PetitionId, new_id
from huiyin.prepare import house, packing, receipts, statements, whole_file
from huiyin.prepare.evidence import stage
from huiyin.prepare.filing import evidence_row
from huiyin.prepare.packing import packed, safe_name
from huiyin.prepare.replies import key_of
from huiyin.queries.evidence.sealed_object import SealedObject
from huiyin.queries.handling.matter import MatterPage, matter_page
from huiyin.rules.evidence.stages import Verdict
from support.moment import AT
from vault.made_files import typeset_pdf

pytestmark = pytest.mark.usefixtures("installed")
PDF = typeset_pdf("成都市民")


def with_files() -> builders.Life:
    """A matter with two files and a statement."""
    life = builders.file_petition()
    key = key_of(life.petition)
    files = [("../../报告“一”.pdf", PDF), ("录像.mp4", bytes((0, 0, 0, 24)) + b"ftypisom" + bytes(3 << 20))]
    staged = [stage(io.BytesIO(data), name, store=house.store(), data_key=key, at=AT) for name, data in files]
    added = AddEvidence(petition=life.petition, files=tuple(evidence_row(one, key) for one in staged))
    life = life.then(added, life.petitioner)
    statements.stated(life.petition, {"who": "李某", "what": "看见软管。"}, at=life.at)
    return life


def opened(pieces: Any) -> zipfile.ZipFile:
    """Return the ZIP, sound in every member."""
    archive = zipfile.ZipFile(io.BytesIO(b"".join(pieces)))
    assert archive.testzip() is None
    return archive


def manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(archive.read("manifest.json"))
    return told


def page_of(life: builders.Life) -> tuple[Reader, MatterPage]:
    reader = Reader(offices=(builders.ECOLOGY,), account=HANDLER.account)
    page = matter_page(reader, life.prepared.command.number, at=life.at)
    assert page is not None
    return reader, page


def test_a_petitioner_has_what_was_filed_what_was_served_the_files_and_the_receipt() -> None:
    life = with_files()
    archive = opened(packed(whole_file.of_petitioner(life.petition, at=life.at), at=life.at))
    number = life.prepared.command.number
    assert archive.namelist() == [
        "matter.json",
        "statements.json",
        f"huiyin-{number}.json",
        "files/01-报告“一”.pdf",
        "files/02-录像.mp4",
        "manifest.json",
    ]
    assert archive.read("files/01-报告“一”.pdf") == PDF
    assert json.loads(archive.read("statements.json"))[0]["who"] == "李某"
    told = manifest(archive)
    assert (told["given_to"], told["number"], told["left_out"]) == ("petitioner", number, [])
    for member in told["members"]:
        content = archive.read(member["path"])
        assert (len(content), hashlib.sha256(content).hexdigest()) == (member["size"], member["sha256"])
    assert len(told["members"]) == len(archive.namelist()) - 1


def test_the_receipt_in_it_proves_itself() -> None:
    life = with_files()
    archive = opened(packed(whole_file.of_petitioner(life.petition, at=life.at), at=life.at))
    name = f"huiyin-{life.prepared.command.number}.json"
    assert receipts.verify(archive.read(name)).number == life.prepared.command.number


def test_served_documents_are_in_it(printed_papers: None) -> None:  # noqa: ARG001
    life = builders.accepted()
    contents = whole_file.of_petitioner(life.petition, at=life.at)
    assert [paper.kind for paper in contents.papers] == ["acceptance"]
    archive = opened(packed(contents, at=life.at))
    assert archive.read("documents/01-acceptance.pdf") == b"%PDF-printed"


@pytest.fixture
def printed_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents of a test hold nothing to be typeset from; how they are printed is tested elsewhere."""
    monkeypatch.setattr(packing.papers, "print_paper", lambda _: b"%PDF-printed")
    opened = lambda *_, **__: {"kind": "acceptance"}  # noqa: E731
    monkeypatch.setattr("huiyin.queries.outreach.own_papers.open_json", opened)


def test_an_office_has_it_under_the_grant_of_the_day_and_without_the_receipt() -> None:
    life = builders.classified(with_files_filed())
    reader, page = page_of(life)
    with pytest.raises(Refused):
        whole_file.of_office(reader, page, int(builders.ECOLOGY), on=local_date(life.at))
    life = life.then(OpenStory(petition=life.petition), HANDLER, days=0)
    contents = whole_file.of_office(reader, page, int(builders.ECOLOGY), on=local_date(life.at))
    archive = opened(packed(contents, at=life.at))
    assert archive.namelist() == ["matter.json", "files/01-a.txt", "manifest.json"]
    assert "王小明" in archive.read("matter.json").decode()
    assert manifest(archive)["given_to"] == "成都市生态环境局"


def with_files_filed() -> builders.Life:
    life = builders.file_petition()
    key = key_of(life.petition)
    staged = stage(io.BytesIO(b"river"), "a.txt", store=house.store(), data_key=key, at=AT)
    added = AddEvidence(petition=life.petition, files=(evidence_row(staged, key),))
    return life.then(added, life.petitioner, days=0)


def test_what_is_not_clean_is_left_out_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    life = with_files_filed()
    monkeypatch.setattr(house, "scanner", ScannerDown)
    archive = opened(packed(whole_file.of_petitioner(life.petition, at=life.at), at=life.at))
    assert not [name for name in archive.namelist() if name.startswith("files/")]
    [left] = manifest(archive)["left_out"]
    assert (left["name"], left["why"]) == ("a.txt", "being_checked")


def test_it_is_made_in_the_memory_of_one_piece() -> None:
    life = with_files()
    pieces = [len(piece) for piece in packed(whole_file.of_petitioner(life.petition, at=life.at), at=life.at)]
    assert sum(pieces) > 3 << 20
    assert max(pieces) < (1 << 20) + (1 << 16)


def test_a_file_that_does_not_open_breaks_it_off_before_its_directory() -> None:
    life = with_files()
    contents = whole_file.of_petitioner(life.petition, at=life.at)
    house.store().delete(contents.files[1].address)
    got = bytearray()

    def receive() -> None:
        for piece in packed(contents, at=life.at):
            got.extend(piece)

    with pytest.raises(HuiyinError):
        receive()
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(bytes(got)))


def test_a_matter_that_is_not_there_has_no_file() -> None:
    with pytest.raises(Unknown):
        whole_file.of_petitioner(PetitionId(new_id(AT)), at=AT)


@pytest.mark.parametrize(
    ("name", "kind", "safe"),
    [
        ("../../etc/passwd", "application/pdf", "01-passwd.pdf"),
        ("..\\..\\run.exe", "application/pdf", "01-run.exe.pdf"),
        ("a\x00b<c>:d.pdf", "application/pdf", "01-a_b_c_d.pdf"),
        ("\u202efdp.exe", "image/png", "01-_fdp.exe.png"),
        ("...", "text/plain", "01-file"),
        ("", "application/pdf", "01-file.pdf"),
        ("长" * 300 + ".pdf", "application/pdf", "01-" + "长" * 96 + ".pdf"),
        ("a.bin", "application/octet-stream", "01-a.bin"),
        ("照片.JPG", "image/jpeg", "01-照片.JPG"),
    ],
)
def test_names_lead_nowhere(name: str, kind: str, safe: str) -> None:
    assert safe_name(name, kind, 1) == safe


def test_what_was_found_in_a_file_is_told_where_it_is_left_out() -> None:
    life = with_files_filed()
    contents = whole_file.of_petitioner(life.petition, at=life.at)
    [file] = contents.files
    infected: SealedObject = replace(file, verdict=Verdict.INFECTED)
    archive = opened(packed(replace(contents, files=(infected,)), at=life.at))
    assert manifest(archive)["left_out"][0]["why"] == "infected"
