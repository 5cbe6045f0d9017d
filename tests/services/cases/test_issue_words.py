"""The parts of a case that the scan of an issue sheet covers."""

from typing import Any

import pytest

from app.rules.cases.access import Section
from app.rules.cases.deidentify import FindingKind
from app.rules.cases.fields import RecordKind
from app.security import vault
from app.security.viewer import Viewer
from app.services.cases import attachments as case_attachments
from app.services.cases import issue_scan
from app.services.cases import records as case_records
from app.services.cases.issue_scan import SPOKEN
from tests.support import full_case
from tests.support.accounts import RoleClients
from tests.support.cases import filled, new_case, person, see_as, viewer_of

pytestmark = pytest.mark.both_databases


@pytest.fixture
def case(session: Any) -> tuple[str, Viewer]:
    writer = person("鳥取県")
    case = new_case(writer)
    session.commit()
    return case.id, see_as(viewer_of(writer))


def signs(case_id: str, text: str) -> set[FindingKind]:
    return {each.sign for each in issue_scan.findings(case_id, text)}


@pytest.mark.parametrize("side", ["before", "after", "struck"])
def test_every_version_of_a_record_is_scanned(session: Any, case: Any, side: str) -> None:
    case_id, actor = case
    record = case_records.write(
        actor, case_id, RecordKind.PERSON, filled(RecordKind.PERSON) | {"name": "因幡 花子"}
    )
    case_records.change(
        actor, record.id, filled(RecordKind.PERSON) | {"name": "伯耆 桜"}, version=1
    )
    if side == "struck":
        case_records.strike(actor, record.id, version=2)
    text = "伯耆が困っている。" if side == "after" else "因幡が困っている。"
    assert FindingKind.NAME in signs(case_id, text)
    assert signs(case_id, "但馬が困っている。") == set()


def test_sentence_removed_later_is_found(session: Any, case: Any) -> None:
    case_id, actor = case
    said = "夜になると近所の川のそばを一人で歩いている。"
    note = filled(RecordKind.NOTE)
    record = case_records.write(actor, case_id, RecordKind.NOTE, note | {"text": said})
    case_records.change(actor, record.id, note | {"text": "取り消した。"}, version=1)
    assert signs(case_id, said) == {FindingKind.SENTENCE}


@pytest.mark.parametrize("is_struck", [False, True])
def test_document_names_are_scanned(session: Any, case: Any, is_struck: bool) -> None:
    case_id, actor = case
    document = {"name": "砂丘荘の意見書.pdf", "content": b"%PDF-1.4\n%%EOF"}
    attached = case_attachments.add(actor, case_id, Section.COURSE, **document)
    if is_struck:
        case_attachments.strike(actor, attached.id, "誤り")
    assert signs(case_id, "砂丘荘の意見書にあるとおり。") == {FindingKind.DOCUMENT}


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_attached_text_files_are_scanned(session: Any, case: Any, encoding: str) -> None:
    case_id, actor = case
    said = "父が毎晩の酒をやめられずにいる。"
    content = f"覚え書き\n{said}\n".encode(encoding)
    case_attachments.add(actor, case_id, Section.COURSE, name="a.txt", content=content)
    assert signs(case_id, said) == {FindingKind.SENTENCE}


def test_free_text_outside_the_records_is_scanned(session: Any, client_as: RoleClients) -> None:
    """Every column of SPOKEN has content, and a sheet that repeats it is flagged."""
    case = full_case.full(client_as("council"))
    case_id = case.id
    unseal, told = vault.unseal, []

    def tell(row: Any, column: str) -> Any:
        value = unseal(row, column)
        if type(row) not in SPOKEN or value is None:
            return value
        sentence = f"{type(row).__name__}.{column}では、そのように話していたという。"
        told.append(sentence)
        return [value, {"text": sentence}]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(vault, "unseal", tell)
        issue_scan.findings(case_id, "")
        assert {each.partition("では")[0] for each in told} == {
            f"{entity.__name__}.{column}"
            for entity, columns in SPOKEN.items()
            for column in columns
        }
        for sentence in set(told):
            assert signs(case_id, sentence) == {FindingKind.SENTENCE}, sentence
