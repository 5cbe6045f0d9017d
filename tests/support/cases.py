"""Persons and cases for tests of the council."""

from typing import Any

from flask import Flask
from sqlalchemy import select

from app.demonstration.logins import SAMPLE_RULES
from app.extensions import db
from app.models.accounts.user import Account
from app.models.cases.case import SupportCase
from app.models.council.council import CouncilPerson
from app.models.post.outbox import OutboxMessage
from app.rules.cases.access import Level, ParticipationBasis, Section, Urgency
from app.rules.cases.fields import SCHEMAS, FieldType, RecordKind
from app.security import guard
from app.security.identity import viewer_for
from app.security.viewer import SYSTEM, Viewer
from app.services.cases import attachments as case_attachments
from app.services.cases import cases, coordinators, participations
from app.services.cases import records as case_records
from app.services.council import councils, namings
from app.services.council import rules as council_rules
from app.services.council.namings import Consent
from tests import factories
from tests.support.accounts import log_in
from tests.support.canaries import canary_of
from tests.support.client import PlatformClient
from tests.support.desk import LINKS, officer

CONSENT = Consent("代表　花子", "確認書.pdf", b"%PDF-1.7\n%%EOF\n")


def person(name: str = "鳥取県", **values: Any) -> CouncilPerson:
    """Create a pledged term on the council for a person of this founding member."""
    account = factories.account(organisation=factories.founding_member(name))
    return factories.term(account, **values)


def coordinator(name: str = "鳥取県弁護士会") -> CouncilPerson:
    """Create the term of a coordinator; their founding member becomes the coordinating body.

    The council's rules provide for coordination (法第19条).
    """
    rules_in_force()
    body = factories.body(factories.founding_member(name))
    coordinators.designate(SYSTEM, body.id)
    return person(name, coordinates=True)


def rules_in_force() -> None:
    """Enter the council's rules of the demonstration, which provide for coordination."""
    council = factories.council()
    if council_rules.latest() is None:
        council_rules.enter(SYSTEM, SAMPLE_RULES, council.established_on, basis="協議会の議決")


def name_coordinator(term_id: int) -> None:
    """Name a coordinator: by an officer, and by a second one with the representative's consent.

    Where there are coordinators, one of them confirms. The session acts as the system afterwards.
    """
    namings.propose(see_as(officer()), term_id)
    see_as(SYSTEM)
    if others := namings.named():
        coordinators.confirm(see_as(viewer_of(others[0])), term_id, LINKS)
    else:
        coordinators.confirm(see_as(officer()), term_id, LINKS, CONSENT)
    see_as(SYSTEM)


def viewer_of(term: CouncilPerson) -> Viewer:
    """Return the person as a viewer in their current state."""
    return viewer_for(db.session.get_one(Account, term.account_id))


def letters_to(*viewers: Viewer) -> int:
    """Return the number of letters, seen by no office, that are addressed to these persons."""
    db.session.flush()
    ids = [viewer.account_id for viewer in viewers]
    addresses = db.session.scalars(select(Account.email).where(Account.id.in_(ids))).all()
    wanted = select(OutboxMessage.id).where(
        OutboxMessage.unlisted, OutboxMessage.recipient.in_(addresses)
    )
    return len(db.session.scalars(wanted).all())


def see_as(viewer: Viewer) -> Viewer:
    """Let the session act for the viewer alone and discard everything loaded before. Commits."""
    db.session.commit()
    db.session.info.pop(guard.KEY, None)
    db.session.expunge_all()
    guard.set_viewer(db.session(), viewer)
    return viewer


def work_as(who: CouncilPerson) -> Viewer:
    """Let the session act for a person. Rows held by the test stay usable."""
    db.session.flush()
    viewer = viewer_of(who)
    db.session.info[guard.KEY] = viewer
    return viewer


def new_case(by: CouncilPerson, urgency: Urgency = Urgency.NORMAL) -> SupportCase:
    """Create a case with this intake worker."""
    return cases.begin(viewer_of(by), term_id=by.id, urgency=urgency)


def of(client: PlatformClient) -> SupportCase:
    """Create a case of the client's person, or of a new person if they have no term."""
    own = select(CouncilPerson).where(CouncilPerson.account_id == client.account_id)
    return new_case(db.session.scalars(own).first() or person())


def account_of(client: PlatformClient) -> Account:
    """Return the account of the logged-in client."""
    return db.session.get_one(Account, client.account_id)


def client_of(app: Flask, term: CouncilPerson) -> PlatformClient:
    """Return a client logged in as the person of this term. Commits."""
    client = app.test_client()
    assert isinstance(client, PlatformClient)
    log_in(client, term.account)
    return client


def record_of(client: PlatformClient) -> dict[str, Any]:
    """Create a note in a case of the client; return its URL values."""
    case = of(client)
    [writer] = participations.people(case.id)
    note = case_records.add(viewer_of(writer), case.id, RecordKind.NOTE, filled(RecordKind.NOTE))
    return {"case_id": case.id, "record_id": note.id}


def attachment_of(client: PlatformClient) -> dict[str, Any]:
    """Create a document in a case of the client; return its URL values."""
    case = of(client)
    [writer] = participations.people(case.id)
    document = {"name": "memo.txt", "content": "覚え書き".encode()}
    attachment = case_attachments.add(viewer_of(writer), case.id, Section.COURSE, **document)
    return {"case_id": case.id, "attachment_id": attachment.id}


def add_participant(
    case: SupportCase, who: CouncilPerson, *sections: Section, level: Level = Level.READ
) -> None:
    """Add a participant with access to these sections, by default to all."""
    grants = dict.fromkeys(sections or tuple(Section), level)
    participations.add(SYSTEM, case.id, who.id, grants, ParticipationBasis.SUPPORT)


def filled(kind: RecordKind, word: str = "") -> dict[str, Any]:
    """Return a record's values with the word (or the section's canary) in every text field."""
    typed = word or canary_of(SCHEMAS[kind].section)
    return {field.name: _value(field.type, field.choices, typed) for field in SCHEMAS[kind].fields}


def _value(type_: FieldType, choices: tuple[str, ...], word: str) -> Any:
    match type_:
        case FieldType.DAY:
            return "2024-04-01"
        case FieldType.MINUTES:
            return 30
        case FieldType.CHOICE:
            return choices[0]
        case FieldType.BODY:
            return councils.bodies()[0].id
        case FieldType.BODIES:
            return [councils.bodies()[0].id]
    return word
