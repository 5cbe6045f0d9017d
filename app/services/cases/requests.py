"""Requests for co-operation (協力の求め; 法第16条第3項): drafted, sent, answered or refused."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.documents.cases.request import RequestPaper
from app.errors import RuleViolation
from app.extensions import db
from app.models.cases.request import CaseRequest
from app.models.council.council import CouncilPerson
from app.rules.cases.access import Level, PassingOnBasis, Section
from app.rules.cases.passing_on import Terms
from app.rules.cases.requests import (
    Cooperation,
    Request,
    RequestPurpose,
    may_request,
    next_reminder,
)
from app.rules.states.cases.case import CASE_REQUEST, CaseRequestState, CaseRequestVerb
from app.rules.states.common.table import next_state
from app.security import vault
from app.security.case_visibility import CASE_SUBJECT
from app.security.viewer import Viewer
from app.services.cases import cases, participations, passing_on, passing_on_notes, rows
from app.services.common import audit, numbers
from app.services.common.links import Links
from app.services.council import councils
from app.services.council import mail as council_mail

_WITH = (
    joinedload(CaseRequest.addressee).joinedload(CouncilPerson.account),
    joinedload(CaseRequest.body),
    joinedload(CaseRequest.sent_by),
)


def draft(actor: Viewer, case_id: str, person_id: int, request: Request) -> CaseRequest:
    """Draft a request, visible to its addressee once sent.

    The body is the addressee's. Raises NotPermitted, RuleViolation.
    """
    cases.live_for_manager(actor, case_id)
    person = passing_on.recipient(person_id)
    request = replace(request, body=person.body_id)
    _check(request)
    row = CaseRequest(
        case_id=case_id,
        addressee_id=person.id,
        body_id=person.body_id,
        state=next_state(CASE_REQUEST, None, CaseRequestVerb.DRAFT),
        due_on=request.due_on,
    )
    _seal(row, request)
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "case.request_draft", CASE_SUBJECT, case_id)
    return row


def revise(actor: Viewer, case_id: str, request_id: str, request: Request) -> CaseRequest:
    """Change a draft. Raises StaleState once it is sent, RuleViolation."""
    row = _managed(actor, case_id, request_id)
    row.state = next_state(CASE_REQUEST, row.state, CaseRequestVerb.DRAFT)
    request = replace(request, body=row.body_id)
    _check(request)
    row.due_on = request.due_on
    _seal(row, request)
    db.session.flush()
    audit.record(actor, "case.request_draft", CASE_SUBJECT, case_id)
    return row


def send(actor: Viewer, case_id: str, request_id: str, links: Links) -> CaseRequest:
    """Send a draft: it gets its number, and its content counts as passing on of information."""
    row = _managed(actor, case_id, request_id)
    row.state = next_state(CASE_REQUEST, row.state, CaseRequestVerb.SEND)
    passing_on.recipient(row.addressee_id)
    request = said(row)
    _check(request)
    alias = cases.one(actor, case_id).alias
    row.number, row.sent_at = numbers.council_number(), clock.now()
    row.sent_by_id = actor.person()
    row.remind_on = next_reminder(row.due_on, after=clock.today())
    _seal(row, request, paper=_words(row, request, alias))
    db.session.flush()
    terms = Terms(PassingOnBasis.REQUEST, request.purpose.label, source_id=row.id)
    passing_on_notes.write(actor, case_id, row.addressee_id, {}, terms, passed_by_id=actor.person())
    audit.record(actor, "case.request_send", CASE_SUBJECT, case_id, person=row.addressee_id)
    council_mail.notify(actor, [row.addressee], links)
    return row


def withdraw(actor: Viewer, case_id: str, request_id: str, links: Links) -> CaseRequest:
    """Withdraw a request (取下げ), sent or not."""
    row = _managed(actor, case_id, request_id)
    was_sent = row.state is CaseRequestState.SENT
    row.state = next_state(CASE_REQUEST, row.state, CaseRequestVerb.WITHDRAW)
    row.remind_on = None
    db.session.flush()
    audit.record(actor, "case.request_withdraw", CASE_SUBJECT, case_id)
    if was_sent:
        council_mail.notify(actor, [row.addressee], links)
    return row


def of_case(actor: Viewer, case_id: str) -> Sequence[CaseRequest]:
    """Return the requests about a case, latest first. Raises NotPermitted without 管理."""
    participations.require(actor, case_id, Section.MANAGEMENT, Level.READ)
    return db.session.scalars(
        select(CaseRequest)
        .where(CaseRequest.case_id == case_id)
        .options(*_WITH)
        .order_by(CaseRequest.sent_at.desc().nulls_first(), CaseRequest.id)
    ).all()


def one(actor: Viewer, case_id: str, request_id: str) -> CaseRequest:
    """Return a request about this case. Raises NotFound, NotPermitted without 管理."""
    participations.require(actor, case_id, Section.MANAGEMENT, Level.READ)
    return rows.one(CaseRequest, case_id, request_id, *_WITH)


def said(row: CaseRequest) -> Request:
    """Return the content of the request."""
    values = vault.unseal(row, "content")["request"]
    return Request(
        **(
            values
            | {
                "cooperation": Cooperation(values["cooperation"]),
                "purpose": RequestPurpose(values["purpose"]),
                "due_on": date.fromisoformat(values["due_on"]),
            }
        )
    )


def answer_of(row: CaseRequest) -> str:
    """Return the answer, or the reason for refusal; "" before either."""
    return str(vault.unseal(row, "answer") or "")


def paper(actor: Viewer, row: CaseRequest) -> RequestPaper:
    """Return the PDF; that of a sent request keeps the body names as of sending."""
    words = vault.unseal(row, "content").get("paper")
    if words is None:
        words = _words(row, said(row), cases.one(actor, row.case_id).alias)
    days = {name: date.fromisoformat(words[name]) for name in ("issued_on", "due_on")}
    withdrawn = row.state is CaseRequestState.WITHDRAWN and row.number is not None
    values = {name: value for name, value in words.items() if name != "label"}
    return RequestPaper(**(values | days), alias=words["label"], is_withdrawn=withdrawn)


def _managed(actor: Viewer, case_id: str, request_id: str) -> CaseRequest:
    cases.live_for_manager(actor, case_id)
    return rows.locked(CaseRequest, case_id, request_id)


def _check(request: Request) -> None:
    bodies = frozenset(body.id for body in councils.bodies())
    verdict = may_request(request, bodies=bodies, today=clock.today())
    if not verdict:
        raise RuleViolation(verdict.article, verdict.reason)


def _words(row: CaseRequest, request: Request, alias: str) -> dict[str, Any]:
    council = councils.required()
    asking = next((body.name for body in councils.bodies() if body.id == request.asked_by), "")
    coordinating = council.coordinating_body
    return {
        "number": row.number or "",
        "issued_on": clock.today().isoformat(),
        "council": council.name,
        "coordinating_body": coordinating.name if coordinating else "",
        "body": row.body.name,
        "person": row.addressee.account.get_full_name(),
        "label": alias,  # the key under which sent requests are sealed
        "cooperation": request.cooperation.label,
        "purpose": request.purpose.label,
        "asked_by": asking,
        "what": request.what,
        "reason": request.reason,
        "due_on": request.due_on.isoformat(),
    }


def _seal(row: CaseRequest, request: Request, paper: dict[str, Any] | None = None) -> None:
    values = asdict(request) | {"due_on": request.due_on.isoformat()}
    vault.seal(row, "content", {"request": values} | ({"paper": paper} if paper else {}))
