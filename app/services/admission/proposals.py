"""Proposed decisions on a batch's applications, approved by a second person (要領第2条第2項)."""

from collections.abc import Mapping

from app.errors import RuleViolation
from app.extensions import db
from app.models.admission.application import Application, DecisionBatch
from app.rules.common import articles
from app.rules.states.admission.application import APPLICATION, ApplicationState, ApplicationVerb
from app.rules.states.common.table import next_state
from app.security.viewer import Role, Viewer
from app.services.admission import acceptance, batches
from app.services.common import audit


def propose(actor: Viewer, application_id: int, *, accept: bool, reason: str = "") -> Application:
    """Propose a decision on an application of a batch; an earlier proposal is replaced.

    Raises RuleViolation for an impossible acceptance and for a refusal without a reason.
    """
    actor.require(Role.SECRETARIAT)
    batch, application = batches.locked_application(application_id)
    if application.state is ApplicationState.PROPOSED:
        batches.reopen(application)
    if accept:
        verdict = acceptance.verdict(application)
        if not verdict:
            raise RuleViolation(verdict.article, verdict.reason)
    elif not reason.strip():
        raise RuleViolation(
            articles.APPLICATION_DECISION, "不承認の理由を入力してください。申込者に通知します。"
        )
    application.state = next_state(APPLICATION, application.state, ApplicationVerb.PROPOSE)
    application.proposed_acceptance = accept
    application.decision_reason = "" if accept else reason.strip()
    audit.record(
        actor,
        "application.propose",
        "application",
        application.id,
        batch=batch.name,
        accept=accept,
    )
    db.session.flush()
    return application


def propose_possible(actor: Viewer, batch_id: int) -> int:
    """Propose acceptance of every application that is ready for it; return their number.

    Raises RuleViolation when none is.
    """
    actor.require(Role.SECRETARIAT)
    batches.locked_changeable(batch_id)
    ready = [
        application.id
        for application in batches.members(batch_id)
        if application.state is ApplicationState.RECEIVED and acceptance.verdict(application)
    ]
    if not ready:
        raise RuleViolation(
            None, "入会承認の案を付けられる申込みがありません。理由は各申込みの欄にあります。"
        )
    for application_id in ready:
        propose(actor, application_id, accept=True)
    return len(ready)


def obstacles(actor: Viewer, batch: DecisionBatch) -> Mapping[int, str]:
    """Return what prevents acceptance of the applications without a proposal: id → reason."""
    actor.require(Role.SECRETARIAT)
    verdicts = {
        application.id: acceptance.verdict(application)
        for application in batch.applications
        if application.state is ApplicationState.RECEIVED
    }
    return {number: verdict.reason for number, verdict in verdicts.items() if not verdict}


def withdraw_proposal(actor: Viewer, application_id: int) -> Application:
    """Withdraw a proposal; the application stays in its batch."""
    actor.require(Role.SECRETARIAT)
    _batch, application = batches.locked_application(application_id)
    batches.reopen(application)
    audit.record(actor, "application.reopen", "application", application.id)
    db.session.flush()
    return application
