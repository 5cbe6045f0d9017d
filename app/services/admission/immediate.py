"""A decision outside the two-week batch: one officer proposes it with a reason, another releases it.

*Reading* of 要領第2条第2項 and 第5条第2項: no acceptance, refusal or readmission by one officer.
"""

from collections.abc import Collection
from typing import Any

from app.errors import RuleViolation, StaleState
from app.models.admission.application import Application
from app.models.common.approval import Approval
from app.rules.common import articles
from app.rules.states.admission.application import APPLICATION, ApplicationVerb
from app.rules.states.common.approval import ApprovalState
from app.rules.states.common.table import next_state
from app.security.viewer import Role, Viewer
from app.services.admission import acceptance, decisions
from app.services.admission.applications import locked
from app.services.common import approvals
from app.services.common.links import Links

ACCEPT, REFUSE = "application.accept", "application.refuse"
KINDS = (ACCEPT, REFUSE)


def propose_acceptance(actor: Viewer, application_id: int, reason: str) -> Approval:
    """Propose to accept at once. Raises RuleViolation where acceptance is impossible today."""
    actor.require(Role.SECRETARIAT)
    application = locked(application_id)
    next_state(APPLICATION, application.state, ApplicationVerb.ACCEPT)
    verdict = acceptance.verdict(application)
    if not verdict:
        raise RuleViolation(verdict.article, verdict.reason)
    former = application.former_organisation_id
    return _propose(actor, ACCEPT, application, reason, former=former)


def propose_refusal(actor: Viewer, application_id: int, reason: str, *, words: str) -> Approval:
    """Propose to refuse at once. words: the reason that the applicant is told."""
    actor.require(Role.SECRETARIAT)
    application = locked(application_id)
    next_state(APPLICATION, application.state, ApplicationVerb.REFUSE)
    decisions.require_words(words)
    return _propose(actor, REFUSE, application, reason, words=words.strip())


def release(actor: Viewer, application_id: int, *, links: Links) -> Application:
    """Release the proposed decision and carry it out, judged again as of today.

    Raises RuleViolation for whoever proposed it and where acceptance has become impossible,
    StaleState where the former member was changed since.
    """
    actor.require(Role.SECRETARIAT)
    application = locked(application_id)
    proposal = approvals.release(actor, _pending_kind(application_id), application_id)
    accepted = proposal.kind == ACCEPT
    verb = ApplicationVerb.ACCEPT if accepted else ApplicationVerb.REFUSE
    application.state = next_state(APPLICATION, application.state, verb)
    if not accepted:
        return decisions.carry_out_refusal(actor, application, proposal.arguments["words"])
    if application.former_organisation_id != proposal.arguments["former"]:
        raise StaleState("提案の後で、元会員かどうかの記録が変わりました。差し戻してください。")
    return decisions.carry_out_acceptance(actor, application, links)


def send_back(actor: Viewer, application_id: int, reason: str) -> Approval:
    """Return the proposal with a reason; the application awaits a decision as before."""
    actor.require(Role.SECRETARIAT)
    locked(application_id)
    return approvals.send_back(actor, _pending_kind(application_id), application_id, reason)


def take_back(actor: Viewer, application_id: int) -> Approval:
    """Take the proposal back."""
    actor.require(Role.SECRETARIAT)
    locked(application_id)
    return approvals.take_back(actor, _pending_kind(application_id), application_id)


def pending(application_id: int) -> Approval | None:
    """Return the proposed decision on the application, if any."""
    found = last(application_id)
    return found if found is not None and found.state is ApprovalState.PROPOSED else None


def pending_on(application_ids: Collection[int]) -> frozenset[int]:
    """Return those of the applications on which a decision is proposed."""
    found = (approvals.pending_on(kind, list(application_ids)) for kind in KINDS)
    return frozenset(int(number) for each in found for number in each)


def last(application_id: int) -> Approval | None:
    """Return the last proposal on the application, whatever became of it."""
    found = approvals.latest("application", application_id).values()
    return max(found, key=lambda each: each.id, default=None)


def _propose(
    actor: Viewer, kind: str, application: Application, reason: str, **arguments: Any
) -> Approval:
    if not reason.strip():
        raise RuleViolation(
            articles.APPLICATION_DECISION, "一括決定を待たない理由を入力してください。"
        )
    if pending(application.id) is not None:
        raise StaleState("すでに承認待ちです。画面を開き直してください。")
    application.batch_id = None
    title = f"{application.receipt_number} {application.name}"
    return approvals.propose(actor, kind, application.id, title=title, reason=reason, **arguments)


def _pending_kind(application_id: int) -> str:
    proposal = pending(application_id)
    return proposal.kind if proposal is not None else ACCEPT
