"""The pages of case records: written, changed, struck out; access by section and level."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app import clock
from app.models.cases.case import SupportCase
from app.models.cases.record import CaseChange, CaseRecord
from app.models.council.council import CouncilPerson
from app.rules.cases.access import Level, Section
from app.rules.cases.fields import SCHEMAS, FieldType, RecordKind
from app.services.cases import duplicates as case_duplicates
from app.services.cases import participations
from app.services.cases import records as case_records
from app.views.cases.sections import AT_INTAKE, NOTES_PER_PAGE, WRITTEN_BY_HAND
from tests.browser.pages import PAGE_BYTES
from tests.support.canaries import CANARY
from tests.support.cases import add_participant, client_of, filled, new_case, person, viewer_of
from tests.support.client import PlatformClient

NAME = "鳥取花子"
NOTE = {"happened_on": "2024-04-01", "means": "訪問", "text": "玄関先で話を聞いた。"}


@pytest.fixture
def writer(session: Any) -> CouncilPerson:
    return person("鳥取県")


@pytest.fixture
def case_id(writer: CouncilPerson) -> str:
    return str(new_case(writer).id)


@pytest.fixture
def client(app: Flask, writer: CouncilPerson, case_id: str) -> PlatformClient:
    return client_of(app, writer)


def typed(kind: RecordKind) -> dict[str, Any]:
    values = filled(kind)
    for field in SCHEMAS[kind].fields:
        if field.type in (FieldType.BODY, FieldType.BODIES):
            chosen = values[field.name]
            values[field.name] = (
                [str(e) for e in chosen] if isinstance(chosen, list) else str(chosen)
            )
    return values


@pytest.mark.parametrize("kind", sorted(WRITTEN_BY_HAND))
def test_record_of_every_kind_is_written_and_shown(
    session: Any, client: PlatformClient, case_id: str, kind: RecordKind
) -> None:
    sent = client.submit(f"/cases/{case_id}/records/new/{kind.value}", typed(kind))
    section = f"/cases/{case_id}/sections/{SCHEMAS[kind].section.value}"
    assert sent.location == (f"/cases/{case_id}" if kind in AT_INTAKE else section)
    record = session.scalars(select(CaseRecord)).one()
    assert case_records.content(record) == filled(kind)
    page = client.get(section).text
    in_one_table = kind in (RecordKind.GOAL, RecordKind.PART)
    labels = [] if in_one_table else [field.label for field in SCHEMAS[kind].fields]
    texts = [
        each for each in filled(kind).values() if isinstance(each, str) and each[0] == CANARY[0]
    ]
    assert all(words in page for words in (*labels, *texts))


def test_incomplete_record_is_refused_with_input_preserved(
    client: PlatformClient, case_id: str
) -> None:
    sent = client.submit(f"/cases/{case_id}/records/new/note", {"text": NOTE["text"]})
    assert sent.status_code == 422
    assert NOTE["text"] in sent.text


def a_note(client: PlatformClient, case_id: str, session: Any) -> CaseRecord:
    client.submit(f"/cases/{case_id}/records/new/note", NOTE)
    note: CaseRecord = session.scalars(select(CaseRecord)).one()
    return note


def test_change_keeps_the_former_content(
    session: Any, client: PlatformClient, case_id: str
) -> None:
    note = a_note(client, case_id, session)
    path = f"/cases/{case_id}/records/{note.id}"
    assert client.submit(f"{path}/change", {"text": "電話で話した。"}).status_code == 303
    page = client.get(f"{path}/changes").text
    assert NOTE["text"] in page
    assert "電話で話した。" in page
    assert session.scalars(select(CaseChange)).one().section is Section.COURSE


def test_conflicting_change_shows_both_versions(
    session: Any, client: PlatformClient, case_id: str
) -> None:
    note = a_note(client, case_id, session)
    path = f"/cases/{case_id}/records/{note.id}/change"
    client.submit(path, {"text": "先に直した内容"})
    late = client.submit(path, {"text": "あとから直した内容", "version": "1"})
    assert late.status_code == 422
    assert "先に直した内容" in late.text
    assert "あとから直した内容" in late.text
    session.expire_all()
    assert case_records.content(note)["text"] == "先に直した内容"


def test_struck_record_stays_readable(session: Any, client: PlatformClient, case_id: str) -> None:
    note = a_note(client, case_id, session)
    page = f"/cases/{case_id}/sections/course"
    client.submit(page, form=f"{note.id}/strike")
    assert "取り消した記録" in client.get(page).text
    assert NOTE["text"] in client.get(page).text
    again = client.submit(f"/cases/{case_id}/records/{note.id}/change", NOTE)
    assert again.status_code == 422


def test_record_of_another_case_is_not_found(
    session: Any, client: PlatformClient, case_id: str, writer: CouncilPerson
) -> None:
    note = a_note(client, case_id, session)
    other = new_case(writer)
    session.commit()
    assert client.get(f"/cases/{other.id}/records/{note.id}/change").status_code == 404
    assert client.get(f"/cases/{other.id}/records/{note.id}/changes").status_code == 404


@pytest.mark.parametrize("level", [None, *Level])
@pytest.mark.parametrize(
    "section", [s for s in Section if s not in (Section.MANAGEMENT, Section.CONFERENCE)]
)
def test_section_is_opened_by_its_own_participation_only(
    app: Flask, session: Any, case_id: str, section: Section, level: Level | None
) -> None:
    reader = person("鳥取市")
    case = session.get(SupportCase, case_id)
    add_participant(case, reader, *(set(Section) - {section}), level=Level.WRITE)
    if level is not None:
        add_participant(case, reader, section, level=level)
    kind = next(k for k in SCHEMAS if SCHEMAS[k].section is section and k in WRITTEN_BY_HAND)
    client = client_of(app, reader)
    page = client.get(f"/cases/{case_id}/sections/{section.value}")
    form = client.get(f"/cases/{case_id}/records/new/{kind.value}")
    assert page.status_code == (200 if level else 404)
    assert form.status_code == (200 if level is Level.WRITE else 404)
    assert ("records/new" in page.text) == (level is Level.WRITE)
    tabs = client.get(f"/cases/{case_id}").text
    assert (f"/sections/{section.value}" in tabs) == (level is not None)


def test_name_appears_in_the_identity_section_only(client: PlatformClient, case_id: str) -> None:
    person_ = typed(RecordKind.PERSON) | {"name": NAME}
    client.submit(f"/cases/{case_id}/records/new/person", person_)
    pages = [f"/cases/{case_id}", "/cases/"] + [
        f"/cases/{case_id}/sections/{section.value}" for section in Section
    ]
    assert [path for path in pages if NAME in client.get(path).text] == [
        f"/cases/{case_id}/sections/identity"
    ]


def test_access_ends_with_term_or_participation(app: Flask, session: Any, case_id: str) -> None:
    former, ended = person("鳥取市"), person("米子市")
    for each in (former, ended):
        add_participant(session.get(SupportCase, case_id), each, Section.COURSE)
    clients = client_of(app, former), client_of(app, ended)
    participations.end(viewer_of(former), case_id, former.id)
    ended.ends_at = clock.now()
    session.commit()
    page = f"/cases/{case_id}/sections/course"
    assert [client.get(page).status_code for client in clients] == [404, 403]


def test_person_is_saved_even_when_the_duplicate_check_limit_is_reached(
    session: Any, client: PlatformClient, case_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_duplicates, "MAX_SEARCHES", 0)
    answer = client.submit(f"/cases/{case_id}/records/new/person", typed(RecordKind.PERSON))
    assert answer.status_code == 303
    assert "1日に確かめられる回数を超えました" in client.get(answer.location).text
    assert len(case_records.of_kind(case_id, RecordKind.PERSON)) == 1


def test_writer_strikes_only_the_parts_of_the_own_body(app: Flask, session: Any) -> None:
    manager, mine, another = person("鳥取県"), person("鳥取市"), person("米子市")
    case = new_case(manager)
    for helper in (mine, another):
        add_participant(case, helper, Section.PLAN, level=Level.WRITE)
    of_mine, of_another, third = (
        case_records.add(
            viewer_of(manager),
            case.id,
            RecordKind.PART,
            filled(RecordKind.PART) | {"body": helper.body_id},
        ).id
        for helper in (mine, another, another)
    )
    session.commit()
    client, leader = client_of(app, mine), client_of(app, manager)
    page = f"/cases/{case.id}/sections/plan"

    def strike(who: Any, record_id: str) -> str:
        who.submit(page, {"version": "1"}, form=f"{record_id}/strike")
        session.expire_all()
        return str(session.get(CaseRecord, record_id).state.value)

    assert strike(client, of_another) == "planned"
    assert strike(client, of_mine) == "struck"
    assert strike(leader, third) == "struck"


def test_course_of_years_has_pages(
    session: Any, client: PlatformClient, writer: CouncilPerson, case_id: str
) -> None:
    actor = viewer_of(writer)
    for number in range(NOTES_PER_PAGE + 1):
        values = filled(RecordKind.NOTE) | {"text": f"記録{number:03}"}
        case_records.write(actor, case_id, RecordKind.NOTE, values)
    course = f"/cases/{case_id}/sections/course"
    first, second = client.get(course).text, client.get(f"{course}?page=2").text
    assert f"記録{NOTES_PER_PAGE:03}" in first and "記録000" not in first
    assert "記録000" in second and "記録001" not in second
    assert f'{course}?page=2"' in first and len(first.encode()) <= PAGE_BYTES
