"""Requests and offers that were not taken up, for the person who made them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import joinedload

from app import clock
from app.extensions import db
from app.models.cases.case import SupportCase
from app.models.cases.request import CaseOffer, CaseRequest
from app.rules.states.cases.case import CaseRequestState, OfferState
from app.security import guard
from app.security.viewer import Viewer
from app.services.cases import participations

LATELY = timedelta(days=14)
"""How long the home page tells of a refusal."""


def refused_requests(actor: Viewer) -> Select[Any]:
    """Return the query for the actor's requests that were refused lately."""
    return select(CaseRequest).where(
        CaseRequest.sent_by_id == actor.person(),
        CaseRequest.state == CaseRequestState.REFUSED,
        CaseRequest.answered_at >= clock.now() - LATELY,
        CaseRequest.case_id.in_(participations.of(actor)),
    )


def declined_offers(actor: Viewer) -> Select[Any]:
    """Return the query for the actor's offers that were declined lately."""
    return select(CaseOffer).where(
        CaseOffer.offered_by_id == actor.person(),
        CaseOffer.state == OfferState.REFUSED,
        CaseOffer.answered_at >= clock.now() - LATELY,
        CaseOffer.case_id.in_(participations.of(actor)),
    )


def not_taken_up(actor: Viewer) -> tuple[Sequence[Row[Any, str]], Sequence[Row[Any, str]]]:
    """Return the refused requests and the declined offers, each with its case's alias."""
    with guard.acting_as_system(db.session):  # who made an offer need not manage the case
        return _with_alias(refused_requests(actor), CaseRequest), _with_alias(
            declined_offers(actor), CaseOffer
        )


def _with_alias(wanted: Select[Any], model: type[CaseOffer | CaseRequest]) -> Sequence[Any]:
    return db.session.execute(
        wanted.join(SupportCase, SupportCase.id == model.case_id)
        .add_columns(SupportCase.alias)
        .options(joinedload(model.body))
        .order_by(model.answered_at.desc(), model.id)
    ).all()
