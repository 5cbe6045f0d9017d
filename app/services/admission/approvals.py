"""Approval of a batch, or its return, by a second person (要領第2条第2項)."""

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app import clock
from app.errors import RuleViolation
from app.extensions import db
from app.models.admission.application import Application, DecisionBatch
from app.models.post.outbox import OutboxMessage
from app.rules.common import articles
from app.rules.states.admission.application import (
    APPLICATION,
    BATCH,
    ApplicationState,
    ApplicationVerb,
    BatchVerb,
)
from app.rules.states.common.table import next_state
from app.rules.states.post.outbox import OutboxState
from app.security.viewer import Role, Viewer
from app.services.admission import decisions
from app.services.admission.batches import locked
from app.services.common import approvals, audit
from app.services.common.links import Links

KIND = "batch.decide"
DECISION_LETTERS = ("membership_accepted", "membership_refused")
NAMED = 5
"""Number of applications a message names before it only counts the rest."""


def submit(actor: Viewer, batch_id: int) -> DecisionBatch:
    """Submit the batch for approval. Raises RuleViolation while an application is undecided."""
    actor.require(Role.SECRETARIAT)
    actor.person()
    batch = locked(batch_id)
    batch.state = next_state(BATCH, batch.state, BatchVerb.SUBMIT)
    held = _applications(batch)
    _require_some(held)
    open_ones = [row for row in held if row.state is not ApplicationState.PROPOSED]
    if open_ones:
        raise RuleViolation(
            articles.APPLICATION_DECISION,
            f"決定案のない申込みがあります：{_names(open_ones)}。"
            "決定案を入れるか、この回から外してください。",
        )
    approvals.propose(actor, KIND, batch.id, title=batch.name)
    return batch


def approve(actor: Viewer, batch_id: int, *, links: Links) -> int:
    """Carry out every decision of the batch and write every letter; return their number.

    All in one transaction. Raises RuleViolation for the submitter of the batch, and, with names and
    reasons, when a proposal has become impossible in the meantime; the caller then rolls back.
    """
    actor.require(Role.SECRETARIAT)
    actor.person()
    batch = locked(batch_id)
    batch.state = next_state(BATCH, batch.state, BatchVerb.APPROVE)
    approvals.release(actor, KIND, batch.id)
    held = _applications(batch)
    _require_some(held)
    impossible = [
        f"{application.receipt_number} {application.name}：{reason}"
        for application in held
        if (reason := _carry_out(actor, application, links))
    ]
    if impossible:
        rest = len(impossible) - NAMED
        more = f" ほか{rest}件" if rest > 0 else ""
        raise RuleViolation(
            articles.APPLICATION_DECISION,
            "提出の後で実施できなくなった決定案があります。差し戻してください。"
            + " ／ ".join(impossible[:NAMED])
            + more,
        )
    batch.approved_at = clock.now()
    audit.record(actor, "batch.approve", "batch", batch.id, applications=len(held))
    db.session.flush()
    return len(held)


def send_back(actor: Viewer, batch_id: int, reason: str) -> DecisionBatch:
    """Return the batch with a reason; the proposals stay and can be changed."""
    actor.require(Role.SECRETARIAT)
    actor.person()
    batch = locked(batch_id)
    batch.state = next_state(BATCH, batch.state, BatchVerb.RETURN)
    approvals.send_back(actor, KIND, batch.id, reason)
    return batch


def letters(actor: Viewer, batch_id: int) -> Mapping[OutboxState, int]:
    """Return the delivery states of an approved batch's letters: state → number."""
    actor.require(Role.SECRETARIAT)
    held = db.session.scalars(select(Application.id).where(Application.batch_id == batch_id))
    rows = db.session.execute(
        select(OutboxMessage.state, func.count())
        .where(
            OutboxMessage.dedupe_key.in_(
                [f"application:{application_id}" for application_id in held]
            ),
            OutboxMessage.purpose.in_(DECISION_LETTERS),
        )
        .group_by(OutboxMessage.state)
    )
    return dict(rows.all())


def _carry_out(actor: Viewer, application: Application, links: Links) -> str:
    """Carry out one proposal; return the reason why it is impossible, or ""."""
    accept = application.proposed_acceptance
    verb = ApplicationVerb.APPROVE_ACCEPTANCE if accept else ApplicationVerb.APPROVE_REFUSAL
    application.state = next_state(APPLICATION, application.state, verb)
    try:
        if accept:
            decisions.carry_out_acceptance(actor, application, links)
        else:
            decisions.carry_out_refusal(actor, application, application.decision_reason)
    except RuleViolation as violation:
        return violation.message
    return ""


def _applications(batch: DecisionBatch) -> list[Application]:
    """Return the batch's applications, locked and fresh, without those taken back."""
    return list(
        db.session.scalars(
            select(Application)
            .where(Application.batch_id == batch.id)
            .where(Application.state != ApplicationState.TAKEN_BACK)
            .order_by(Application.id)
            .options(selectinload(Application.checks))
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )


def _require_some(held: list[Application]) -> None:
    if not held:
        raise RuleViolation(
            articles.APPLICATION_DECISION,
            "決定する申込みがありません。申込みを入れてから提出し、承認してください。",
        )


def _names(held: list[Application]) -> str:
    named = "、".join(f"{row.receipt_number} {row.name}" for row in held[:NAMED])
    return named + (f" ほか{len(held) - NAMED}件" if len(held) > NAMED else "")
