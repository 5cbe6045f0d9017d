"""A case with every kind of content, and the canary in every text field."""

from dataclasses import replace

from app import clock
from app.extensions import db
from app.models.cases.case import CaseReview, SupportCase
from app.rules.cases.access import Level, Section
from app.rules.cases.fields import SCHEMAS, RecordKind
from app.security import vault
from app.security.viewer import Viewer
from app.services.cases import attachments as case_attachments
from app.services.cases import (
    conference_papers,
    emergencies,
    issue_sheets,
    offer_answers,
    own_names,
    participations,
    received_requests,
)
from app.services.cases import deletions as case_deletions
from app.services.cases import disclosures as case_disclosures
from app.services.cases import drafts as case_drafts
from app.services.cases import offers as case_offers
from app.services.cases import records as case_records
from app.services.cases import requests as case_requests
from app.services.cases.disclosures import RequestDetails
from tests.support import cases, sharing
from tests.support.canaries import CANARY, canary_of
from tests.support.client import PlatformClient
from tests.support.conferences import held
from tests.support.issues import CLEAN
from tests.support.sharing import LINKS


def full(client: PlatformClient) -> SupportCase:
    """Create a full case with the client's person as intake worker and contributions of others."""
    case = cases.of(client)
    [writer] = participations.people(case.id)
    actor = cases.viewer_of(writer)
    _records(actor, case.id)
    conference = held(case, actor)
    conference_papers.add(actor, case.id, conference.id, title=CANARY, text=CANARY)
    _sharing(actor, case)
    _emergency(actor, case)
    _sheet(actor, case.id)
    _disclosure(actor, case.id)
    _kept(actor, case)
    db.session.flush()
    return case


def _records(actor: Viewer, case_id: str) -> None:
    for kind in RecordKind:
        if SCHEMAS[kind].many or not case_records.of_kind(case_id, kind):
            record = case_records.add(actor, case_id, kind, cases.filled(kind))
            changed = cases.filled(kind, f"{canary_of(SCHEMAS[kind].section)}、改め")
            case_records.change(actor, record.id, changed, version=1)
    own_names.keep(actor, case_id, CANARY)
    case_drafts.save(actor, case_id, "note", {"text": [CANARY]})
    document = case_attachments.add(
        actor, case_id, Section.COURSE, name=f"{CANARY}.txt", content=CANARY.encode()
    )
    case_attachments.strike(actor, document.id, CANARY)


def _sharing(actor: Viewer, case: SupportCase) -> None:
    helper = cases.person("倉吉市")
    row = case_requests.draft(actor, case.id, helper.id, sharing.a_request())
    case_requests.send(actor, case.id, row.id, LINKS)
    received_requests.answer(cases.viewer_of(helper), row.id, CANARY, LINKS)
    offer = case_offers.invite(
        actor,
        case.id,
        helper.id,
        message=CANARY,
        grants={Section.COURSE: Level.READ},
        terms=sharing.DANGER,
        links=LINKS,
    )
    offer_answers.accept(cases.viewer_of(helper), offer.id, CANARY, LINKS)


def _emergency(actor: Viewer, case: SupportCase) -> None:
    other = cases.person("境港市")
    emergencies.begin(
        cases.viewer_of(other), term_id=other.id, alias=case.alias, reason=CANARY, links=LINKS
    )
    [access] = emergencies.of_case(actor, case.id)
    emergencies.review(actor, case.id, access.id, was_justified=True, note=CANARY)


def _sheet(actor: Viewer, case_id: str) -> None:
    checker = cases.person("米子市")
    sheet = issue_sheets.write(actor, case_id, checker.id, CLEAN)
    issue_sheets.submit(actor, case_id, sheet.id, LINKS)
    issue_sheets.reject(cases.viewer_of(checker), sheet.id, CANARY, LINKS)
    issue_sheets.revise(actor, case_id, sheet.id, replace(CLEAN, text=CANARY))


def _disclosure(actor: Viewer, case_id: str) -> None:
    asked = RequestDetails(CANARY, CANARY, CANARY)
    row = case_disclosures.receive(actor, case_id, asked, clock.today(), days=30)
    case_disclosures.gather(actor, case_id, row.id)
    case_disclosures.disclose(actor, case_id, row.id, CANARY)


def _kept(actor: Viewer, case: SupportCase) -> None:
    """Add content that otherwise appears only over time or in a closed case."""
    case_deletions.hold(actor, case.id, CANARY)
    review = CaseReview(
        case_id=case.id, month="2026-10", reviewed_at=clock.now(), reviewed_by_id=actor.person()
    )
    vault.seal(review, "note", CANARY)
    db.session.add(review)
