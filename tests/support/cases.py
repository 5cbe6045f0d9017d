"""People and cases that tests of the council begin with."""

from typing import Any

from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models.case import SupportCase
from app.models.council import CouncilPerson
from app.models.user import Account
from app.rules.case_access import Level, ParticipationBasis, Section, Urgency
from app.rules.case_fields import SCHEMAS, FieldType, RecordKind
from app.security import guard
from app.security.identity import viewer_for
from app.security.viewer import SYSTEM, Viewer
from app.services import (
    case_attachments,
    case_records,
    cases,
    coordinators,
    councils,
    participations,
)
from tests import factories
from tests.support.accounts import log_in
from tests.support.canaries import canary_of
from tests.support.client import PlatformClient


def person(name: str = "鳥取県", **values: Any) -> CouncilPerson:
    """Somebody of a founding member who serves on the council under a pledge."""
    account = factories.account(organisation=factories.founding_member(name))
    return factories.service(account, **values)


def coordinator(name: str = "鳥取県弁護士会") -> CouncilPerson:
    """Somebody named by the coordinating body, which becomes the founding member of this name."""
    body = factories.body(factories.founding_member(name))
    coordinators.designate(SYSTEM, body.id)
    return person(name, coordinates=True)


def viewer_of(service: CouncilPerson) -> Viewer:
    """The person as the viewer it is now."""
    return viewer_for(db.session.get_one(Account, service.account_id))


def see_as(viewer: Viewer) -> Viewer:
    """Let the session work on behalf of the viewer alone: nothing loaded before remains."""
    db.session.commit()
    db.session.info.pop(guard.KEY, None)
    db.session.expunge_all()
    guard.set_viewer(db.session(), viewer)
    return viewer


def work_as(who: CouncilPerson) -> Viewer:
    """Let the session work on behalf of a person. Rows that the test holds stay usable."""
    db.session.flush()
    viewer = viewer_of(who)
    db.session.info[guard.KEY] = viewer
    return viewer


def a_case(by: CouncilPerson, urgency: Urgency = Urgency.NORMAL) -> SupportCase:
    """A case that somebody took in."""
    return cases.begin(viewer_of(by), service_id=by.id, urgency=urgency)


def of(client: PlatformClient) -> SupportCase:
    """A case that the client's person took in; one of somebody else's where it does not serve."""
    own = select(CouncilPerson).where(CouncilPerson.account_id == client.account_id)
    return a_case(db.session.scalars(own).first() or person())


def account_of(client: PlatformClient) -> Account:
    """The account that the client is logged in with."""
    return db.session.get_one(Account, client.account_id)


def client_of(app: Flask, service: CouncilPerson) -> PlatformClient:
    """A client that is logged in as somebody who serves on the council. Commits."""
    client = app.test_client()
    assert isinstance(client, PlatformClient)
    log_in(client, service.account)
    return client


def record_of(client: PlatformClient) -> dict[str, Any]:
    """The parts of the address of a note in such a case."""
    case = of(client)
    [writer] = participations.people(case.id)
    note = case_records.add(viewer_of(writer), case.id, RecordKind.NOTE, filled(RecordKind.NOTE))
    return {"case_id": case.id, "record_id": note.id}


def attachment_of(client: PlatformClient) -> dict[str, Any]:
    """The parts of the address of a document in such a case."""
    case = of(client)
    [writer] = participations.people(case.id)
    document = {"name": "memo.txt", "content": "覚え書き".encode()}
    attachment = case_attachments.add(viewer_of(writer), case.id, Section.COURSE, **document)
    return {"case_id": case.id, "attachment_id": attachment.id}


def let_in(
    case: SupportCase, who: CouncilPerson, *sections: Section, level: Level = Level.READ
) -> None:
    """Let a person take part in these sections, in all where none is named."""
    grants = dict.fromkeys(sections or tuple(Section), level)
    participations.add(SYSTEM, case.id, who.id, grants, ParticipationBasis.SUPPORT)


def filled(kind: RecordKind, word: str = "") -> dict[str, Any]:
    """A record's values with the word (the section's canary) in every field that is typed freely."""
    typed = word or canary_of(SCHEMAS[kind].section)
    return {field.name: _value(field.type, field.choices, typed) for field in SCHEMAS[kind].fields}


def _value(type_: FieldType, choices: tuple[str, ...], word: str) -> Any:
    match type_:
        case FieldType.DAY:
            return "2024-04-01"
        case FieldType.CHOICE:
            return choices[0]
        case FieldType.BODY:
            return councils.bodies()[0].id
        case FieldType.BODIES:
            return [councils.bodies()[0].id]
    return word
