"""Pending items of a council person, as counts only: the cases are named on their own pages."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, literal, select

from app.extensions import db
from app.models.cases.issue_sheet import IssueSheet
from app.models.cases.request import CaseOffer, CaseRequest
from app.models.common.scope import Addressed
from app.models.council.council import CouncilPerson
from app.rules.states.cases.case import CaseRequestState, IssueSheetState, OfferState
from app.security import guard
from app.security.viewer import Role, Viewer
from app.services.cases import (
    answers,
    consents,
    deadlines,
    disclosures,
    emergencies,
    issue_withdrawals,
    participations,
)
from app.services.cases import deletions as case_deletions
from app.services.council import namings, persons


def waiting(actor: Viewer) -> Mapping[str, int]:
    """Return the number of items that await the actor, by kind.

    One query, as the software: each count names the actor, and an offer's maker need not manage the
    case. What has to be unsealed is counted only where that query finds something.
    """
    actor.require(Role.COUNCIL)
    counts = {
        "reviews": _count(emergencies.unreviewed(actor)),
        "disclosures": _count(disclosures.undecided(actor)),
        "deletions": _count(case_deletions.to_approve(actor)),
        "namings": _count(namings.to_confirm(actor)),
        "failures": _count(emergencies.failed(actor)),
        "withdrawals": _count(issue_withdrawals.to_confirm(actor)),
        "coordinators": _count(_new_coordinators(actor)),
        "refused": _count(answers.refused_requests(actor)),
        "declined": _count(answers.declined_offers(actor)),
        "requests": _addressed(actor, CaseRequest, CaseRequest.state == CaseRequestState.SENT),
        "offers": _addressed(actor, CaseOffer, CaseOffer.state == OfferState.OFFERED),
        "sheets": _addressed(actor, IssueSheet, IssueSheet.state == IssueSheetState.CHECKING),
        "consents": _count(consents.candidates(actor)),
        "due": sum(map(_count, deadlines.candidates(actor)), literal(0)),
    }
    with guard.acting_as_system(db.session):
        found = db.session.execute(select(*(each.label(name) for name, each in counts.items())))
    numbers = dict(found.one()._mapping)
    if numbers["consents"]:
        numbers["consents"] = len(consents.cases_to_settle(actor))
    if numbers.pop("due"):
        due = Counter(f"due_{each.kind.value}" for each in deadlines.of(actor))
        numbers |= due
    return {f"council_{name}": number for name, number in numbers.items()}


def _new_coordinators(actor: Viewer) -> Select[Any]:
    """Return the query for the new coordinators, for whoever manages a case."""
    return namings.new().where(
        CouncilPerson.account_id != actor.person(), participations.managed(actor).exists()
    )


def _addressed(
    actor: Viewer, model: type[Addressed], *conditions: ColumnElement[bool]
) -> ScalarSelect[int]:
    return _count(
        select(model)
        .join(CouncilPerson, CouncilPerson.id == model.addressee_id)
        .where(*persons.serving(actor), *conditions)
    )


def _count(rows: Any) -> ScalarSelect[int]:
    number: ScalarSelect[int] = rows.with_only_columns(
        func.count(), maintain_column_froms=True
    ).scalar_subquery()
    return number
