"""Disclosure to the person concerned: gathered, masked, decided, handed over."""

import subprocess
from datetime import timedelta
from typing import Any

import pytest

from app import clock
from app.errors import NotFound, NotPermitted, RuleViolation, StaleState
from app.models.cases.case import SupportCase
from app.models.cases.disclosure import DisclosureRequest
from app.rules.cases.access import Level, Section
from app.rules.cases.fields import RecordKind
from app.rules.meeting.manual_masking import BLACK
from app.rules.states.cases.case import DisclosureState
from app.security.viewer import SYSTEM, Viewer
from app.services.cases import attachments as case_attachments
from app.services.cases import cases, emergencies, participations
from app.services.cases import disclosures as case_disclosures
from app.services.cases import records as case_records
from app.services.cases.disclosures import RequestDetails
from app.services.common import audit
from app.services.common.links import Links
from tests.support.cases import add_participant, filled, new_case, person, see_as, viewer_of

pytestmark = pytest.mark.both_databases
ASKED = RequestDetails("本人", "マイナンバーカード", "全部")
STRANGER = "境港太郎"


@pytest.fixture
def case(session: Any) -> tuple[str, Viewer, Viewer]:
    """Create a case with every kind of record.

    Return its id, the author of the records, and a case manager who may read one section only.
    """
    writer, manager = person("鳥取県"), person("鳥取市")
    case = new_case(writer)
    actor = viewer_of(writer)
    for kind in RecordKind:
        case_records.write(actor, case.id, kind, filled(kind, f"語{kind.value}"))
    note = case_records.of_kind(case.id, RecordKind.NOTE)[0]
    said = filled(RecordKind.NOTE) | {"text": f"{STRANGER}から電話があった。"}
    case_records.change(actor, note.id, said, version=1)
    content = b"%PDF-1.4\n%%EOF"
    case_attachments.add(actor, case.id, Section.COURSE, name="診断書.pdf", content=content)
    add_participant(case, manager, Section.MANAGEMENT, level=Level.WRITE)
    for _look in range(2):
        audit.record(actor, "case.read", "case", case.id)
    session.commit()
    return case.id, actor, viewer_of(manager)


def received(case: Any) -> str:
    see_as(case[1])
    row = case_disclosures.receive(case[1], case[0], ASKED, clock.today(), days=30)
    return str(row.id)


def gathered(case: Any) -> tuple[str, DisclosureRequest]:
    request_id = received(case)
    return request_id, case_disclosures.gather(case[1], case[0], request_id)


def place_of(row: DisclosureRequest, words: str) -> int:
    return next(
        number
        for number, piece in enumerate(case_disclosures.pieces(row))
        if words in piece.original
    )


def test_day_of_receipt_does_not_count(session: Any, case: Any) -> None:
    see_as(case[1])
    row = case_disclosures.receive(case[1], case[0], ASKED, clock.today(), days=30)
    assert row.due_on == clock.today() + timedelta(days=30)
    assert case_disclosures.asked(row) == ASKED
    assert "マイナンバー".encode() not in row.content


def test_everything_about_the_person_is_gathered(session: Any, case: Any) -> None:
    _id, row = gathered(case)
    everything = "\n".join(f"{each.title}\n{each.text}" for each in case_disclosures.pieces(row))
    for kind in RecordKind:
        assert f"語{kind.value}" in everything
    for words in (
        STRANGER,
        "診断書.pdf",
        "記録の変更",
        "閲覧2回",
        "管理（記入）、本人の特定（記入）",
    ):
        assert words in everything, words
    assert "語note".encode() not in (row.gathered or b"")


def test_masked_text_is_not_in_the_paper(session: Any, case: Any) -> None:
    case_id, actor, _manager = case
    request_id, row = gathered(case)
    for number, piece in enumerate(case_disclosures.pieces(row)):
        if STRANGER in piece.original:
            marked = piece.text.replace(STRANGER, f"[[{STRANGER}]]")
            case_disclosures.mask(actor, case_id, request_id, number, marked)
    with pytest.raises(RuleViolation, match="理由"):
        case_disclosures.disclose(actor, case_id, request_id, " ")
    row = case_disclosures.disclose(actor, case_id, request_id, "第三者の個人情報のため")
    assert case_disclosures.decision(row)["kind"] == case_disclosures.PART
    made = case_disclosures.paper(actor, row)
    text = subprocess.run(["pdftotext", "-", "-"], input=made, capture_output=True, check=True)
    words = "".join(text.stdout.decode().split())
    assert STRANGER not in words and BLACK in words
    assert "から電話があった" in words and "第三者の個人情報のため" in words
    assert row.disclosed_at is not None and row.decided_on == clock.today()


def test_only_marks_may_be_added(session: Any, case: Any) -> None:
    case_id, actor, _manager = case
    request_id, row = gathered(case)
    number = place_of(row, STRANGER)
    for text in ("別の文", f"[[{STRANGER}"):
        with pytest.raises(RuleViolation):
            case_disclosures.mask(actor, case_id, request_id, number, text)
    with pytest.raises(NotFound):
        case_disclosures.mask(actor, case_id, request_id, 999, "")


def test_gathering_again_keeps_the_marks_of_unchanged_pieces(session: Any, case: Any) -> None:
    case_id, actor, _manager = case
    request_id, row = gathered(case)
    number = place_of(row, "語goal")
    original = case_disclosures.pieces(row)[number].original
    case_disclosures.mask(actor, case_id, request_id, number, f"[[{original}]]")
    case_records.write(actor, case_id, RecordKind.NOTE, filled(RecordKind.NOTE, "あとから"))
    row = case_disclosures.gather(actor, case_id, request_id)
    found = case_disclosures.pieces(row)
    assert f"[[{original}]]" in {piece.text for piece in found}
    assert any("あとから" in piece.text for piece in found)


def test_unmasked_disclosure_is_full_and_refusal_needs_a_reason(session: Any, case: Any) -> None:
    case_id, actor, _manager = case
    request_id, _row = gathered(case)
    row = case_disclosures.disclose(actor, case_id, request_id, "")
    assert case_disclosures.decision(row) == {"kind": case_disclosures.ALL, "reason": ""}
    with pytest.raises(StaleState):
        case_disclosures.refuse(actor, case_id, request_id, "理由")
    other = received(case)
    with pytest.raises(RuleViolation, match="理由"):
        case_disclosures.refuse(actor, case_id, other, "")
    row = case_disclosures.refuse(actor, case_id, other, "本人と確認できない")
    assert row.state is DisclosureState.REFUSED
    with pytest.raises(NotFound):
        case_disclosures.paper(actor, row)


def test_gathering_requires_access_to_every_section(session: Any, case: Any) -> None:
    case_id, _actor, manager = case
    request_id = received(case)
    see_as(manager)
    with pytest.raises(RuleViolation, match="すべての区分"):
        case_disclosures.gather(manager, case_id, request_id)


def test_non_manager_does_not_find_the_request(session: Any, case: Any) -> None:
    case_id = case[0]
    request_id = received(case)
    see_as(SYSTEM)
    reader, outsider = person("米子市"), person("境港市")
    add_participant(session.get(SupportCase, case_id), reader)
    refused = ((viewer_of(reader), NotPermitted), (viewer_of(outsider), NotFound))
    for who, refusal in refused:
        actor = see_as(who)
        with pytest.raises(refusal):
            case_disclosures.gather(actor, case_id, request_id)
        with pytest.raises(NotPermitted):
            case_disclosures.one(actor, case_id, request_id)


@pytest.mark.parametrize(
    ("asked", "later"),
    [
        (RequestDetails("", "運転免許証"), 0),
        (RequestDetails("本人", " "), 0),
        (RequestDetails("本人", "運転免許証"), 1),
    ],
)
def test_incomplete_receipt_is_refused(
    session: Any, case: Any, asked: RequestDetails, later: int
) -> None:
    see_as(case[1])
    day = clock.today() + timedelta(days=later)
    with pytest.raises(RuleViolation):
        case_disclosures.receive(case[1], case[0], asked, day, days=30)


def test_gathered_pieces_require_access_to_every_section(session: Any, case: Any) -> None:
    case_id, writer, manager = case
    request_id, row = gathered(case)
    assert case_disclosures.reads_all(writer, case_id)
    session.commit()
    see_as(manager)
    row = case_disclosures.one(manager, case_id, request_id)
    assert not case_disclosures.reads_all(manager, case_id)
    for verb in (
        lambda: case_disclosures.mask(manager, case_id, request_id, 0, ""),
        lambda: case_disclosures.disclose(manager, case_id, request_id, "理由"),
    ):
        with pytest.raises(RuleViolation, match="すべての区分"):
            verb()
    see_as(writer)
    case_disclosures.disclose(writer, case_id, request_id, "")
    session.commit()
    see_as(manager)
    row = case_disclosures.one(manager, case_id, request_id)
    with pytest.raises(NotPermitted):
        case_disclosures.paper(manager, row)


def test_emergency_access_does_not_permit_gathering(session: Any, case: Any) -> None:
    case_id, _writer, manager = case
    request_id = received(case)
    label = session.get_one(SupportCase, case_id).alias
    session.commit()
    see_as(manager)
    [term] = cases.own_terms(manager)
    links = Links("https://platform.example", "secret")
    emergencies.begin(manager, term_id=term.id, alias=label, reason="危険", links=links)
    assert len(participations.held(manager, case_id)) == len(Section)
    with pytest.raises(RuleViolation, match="すべての区分"):
        case_disclosures.gather(manager, case_id, request_id)
