"""Requests and offers addressed to persons who may have no access to the case (法第16条第3項)."""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import NotFound, RuleViolation
from app.extensions import db
from app.models.cases.request import CaseOffer, CaseRequest
from app.models.council.council import CouncilPerson
from app.rules.cases.requests import next_reminder
from app.rules.common import articles
from app.rules.states.cases.case import CASE_REQUEST, CaseRequestState, CaseRequestVerb
from app.rules.states.common.table import next_state
from app.security import guard, vault
from app.security.case_visibility import CASE_SUBJECT
from app.security.identity import serves
from app.security.viewer import Role, Viewer
from app.services.cases import participations
from app.services.common import audit, rows
from app.services.common.links import Links
from app.services.council import mail as council_mail

R = TypeVar("R", CaseOffer, CaseRequest)


def requests(actor: Viewer) -> Sequence[CaseRequest]:
    """Return the requests sent to the actor, latest first."""
    sent = CaseRequest.state != CaseRequestState.DRAFT
    return db.session.scalars(
        addressed_to(actor, CaseRequest)
        .where(sent)
        .options(joinedload(CaseRequest.body))
        .order_by(CaseRequest.sent_at.desc(), CaseRequest.id)
    ).all()


def request(actor: Viewer, request_id: str) -> CaseRequest:
    """Return a request sent to the actor. Raises NotFound."""
    row: CaseRequest = rows.only(
        addressed_to(actor, CaseRequest)
        .where(CaseRequest.id == request_id)
        .options(joinedload(CaseRequest.body))
    )
    if row.state is CaseRequestState.DRAFT:
        raise NotFound
    return row


def answer(actor: Viewer, request_id: str, text: str, links: Links) -> CaseRequest:
    """Answer a request. Raises NotFound, StaleState, RuleViolation without a text."""
    return _reply(actor, request_id, CaseRequestVerb.ANSWER, text, links)


def refuse(actor: Viewer, request_id: str, reason: str, links: Links) -> CaseRequest:
    """Refuse a request with a reason."""
    return _reply(actor, request_id, CaseRequestVerb.REFUSE, reason, links)


def remind_due(actor: Viewer, links: Links) -> int:
    """Remind addressees of unanswered requests; returns how many. Called by the sweep.

    After the deadline, or when the addressee no longer serves, the case managers are notified
    too.
    """
    actor.require(Role.SYSTEM)
    waiting = db.session.scalars(
        select(CaseRequest)
        .where(CaseRequest.state == CaseRequestState.SENT, CaseRequest.remind_on <= clock.today())
        .order_by(CaseRequest.remind_on, CaseRequest.id)
        .limit(rows.AT_ONCE)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    for row in waiting:
        told = [row.addressee]
        if row.due_on < clock.today() or not serves(row.addressee):
            told += participations.managers(row.case_id)
        council_mail.notify(actor, told, links)
        row.remind_on = next_reminder(row.due_on, after=clock.today())
    db.session.flush()
    return len(waiting)


def mine(actor: Viewer, model: type[R], row_id: str) -> R:
    """Return a row addressed to the actor, locked and reloaded. Raises NotFound."""
    wanted = addressed_to(actor, model).where(model.id == row_id)
    fresh = wanted.with_for_update(of=model).execution_options(populate_existing=True)
    row: R = rows.only(fresh)
    return row


def _reply(
    actor: Viewer, request_id: str, verb: CaseRequestVerb, text: str, links: Links
) -> CaseRequest:
    row = mine(actor, CaseRequest, request_id)
    if row.state is CaseRequestState.DRAFT:
        raise NotFound
    row.state = next_state(CASE_REQUEST, row.state, verb)
    if not text.strip():
        raise RuleViolation(
            articles.COUNCIL_REQUEST, "回答、又は応じられない理由を入力してください。"
        )
    vault.seal(row, "answer", text.strip())
    row.answered_at, row.answered_by_id, row.remind_on = clock.now(), actor.person(), None
    db.session.flush()
    audit.record(actor, f"case.request_{verb.value}", CASE_SUBJECT, row.case_id)
    with guard.acting_as_system(db.session):  # the addressee need not take part in the case
        asker = select(CouncilPerson).where(CouncilPerson.account_id == row.sent_by_id)
        told = [*db.session.scalars(asker), *participations.managers(row.case_id)]
        council_mail.notify(actor, told, links)
    return row


def addressed_to(actor: Viewer, model: type[R]) -> Select[Any]:
    """Return the query for rows addressed to the actor; a case manager may see others' rows too."""
    return (
        select(model)
        .join(CouncilPerson, CouncilPerson.id == model.addressee_id)
        .where(CouncilPerson.account_id == actor.person())
    )
