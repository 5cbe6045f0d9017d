"""Pending items of a council person, as counts only: the cases are named on their own pages."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, func, select

from app.extensions import db
from app.models.cases.issue_sheet import IssueSheet
from app.models.cases.request import CaseOffer, CaseRequest
from app.models.common.scope import Addressed
from app.models.council.council import CouncilPerson
from app.rules.states.cases.case import CaseRequestState, IssueSheetState, OfferState
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
from app.services.council import namings


def waiting(actor: Viewer) -> Mapping[str, int]:
    """Return the number of items that await the actor, by kind."""
    actor.require(Role.COUNCIL)
    counts = {
        "reviews": _count(emergencies.unreviewed(actor)),
        "disclosures": _count(disclosures.undecided(actor)),
        "deletions": _count(case_deletions.to_approve(actor)),
        "namings": _count(namings.to_confirm(actor)),
        "failures": _count(emergencies.failed(actor)),
        "withdrawals": _count(issue_withdrawals.to_confirm(actor)),
        "requests": _addressed(actor, CaseRequest, CaseRequest.state == CaseRequestState.SENT),
        "offers": _addressed(actor, CaseOffer, CaseOffer.state == OfferState.OFFERED),
        "sheets": _addressed(actor, IssueSheet, IssueSheet.state == IssueSheetState.CHECKING),
    }
    row = db.session.execute(select(*(each.label(name) for name, each in counts.items()))).one()
    refused, declined = answers.not_taken_up(actor)
    counts_here = {"refused": len(refused), "declined": len(declined)}
    counts_here["coordinators"] = len(coordinators_told(actor))
    counts_here["consents"] = len(consents.cases_to_settle(actor))
    due = Counter(each.kind for each in deadlines.of(actor))
    counts_here |= {f"due_{kind.value}": number for kind, number in due.items()}
    return {f"council_{name}": number for name, number in (row._asdict() | counts_here).items()}


def coordinators_told(actor: Viewer) -> Sequence[CouncilPerson]:
    """Return the new coordinators, for whoever manages a running case, without the actor."""
    if not participations.manages_any(actor):
        return ()
    return [each for each in namings.lately() if each.account_id != actor.account_id]


def _addressed(
    actor: Viewer, model: type[Addressed], *conditions: ColumnElement[bool]
) -> ScalarSelect[int]:
    return _count(
        select(model)
        .join(CouncilPerson, CouncilPerson.id == model.addressee_id)
        .where(CouncilPerson.account_id == actor.person(), *conditions)
    )


def _count(rows: Any) -> ScalarSelect[int]:
    number: ScalarSelect[int] = rows.with_only_columns(
        func.count(), maintain_column_froms=True
    ).scalar_subquery()
    return number
