"""Decisions on grants: one officer proposes, another releases; then the letter goes (規約第3条第2号)."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from app import clock
from app.errors import StaleState
from app.extensions import db
from app.mail.grants import decision_letters as letters
from app.models.common.approval import Approval
from app.models.grants.grant import Grant, GrantPaper
from app.rules.grants.acts import GrantAct
from app.rules.grants.amounts import yen
from app.rules.grants.calls import ChangeKind
from app.rules.grants.content import PaperKind
from app.rules.grants.payments import Rest, rest
from app.rules.states.grants.grant import GrantState, GrantVerb
from app.security.viewer import Role, Viewer
from app.services.common import approvals, numbers
from app.services.grants import deadlines, grants, papers
from app.services.grants import decision_checks as checks

CHANGES: Mapping[ChangeKind, GrantVerb] = {
    ChangeKind.CONTENT: GrantVerb.CHANGE,
    ChangeKind.SUSPENSION: GrantVerb.SUSPEND,
    ChangeKind.ABOLITION: GrantVerb.ABOLISH,
}


def kind_of(act: GrantAct) -> str:
    """Return the kind of the proposal."""
    return f"grant.{act.value}"


def pending(grant: Grant) -> tuple[GrantAct, Approval] | None:
    """Return the decision that waits for its release, if there is one."""
    found = approvals.latest(grants.NOUN, grant.id)
    for act in GrantAct:
        proposal = found.get(kind_of(act))
        if proposal is not None and proposal.open_key is not None:
            return act, proposal
    return None


def propose(
    actor: Viewer,
    grant_id: int,
    act: GrantAct,
    *,
    amount: int | None = None,
    reason: str = "",
    until: date | None = None,
) -> Approval:
    """Propose a decision. amount: of 内示 and 交付決定; of a revocation, what the body may keep.

    until: the last day for a repayment. Raises RuleViolation, StaleState.
    """
    actor.require(Role.SECRETARIAT)
    grant = grants.locked(actor, grant_id)
    if pending(grant) is not None:
        raise StaleState("この補助金には、承認待ちの決定があります。")
    wanted: dict[str, Any] = {
        "amount": checks.amount_of(grant, act, amount),
        "words": reason.strip(),
        "until": until.isoformat() if until else "",
    }
    checks.check(grant, act, wanted)
    title = f"{grant.call.name}　{grant.organisation.name}（{act.label}　{yen(wanted['amount'])}）"
    return approvals.propose(actor, kind_of(act), grant.id, title=title, reason=reason, **wanted)


def release(actor: Viewer, grant_id: int, act: GrantAct) -> Grant:
    """Release what is proposed, carry it out, and write the letter. Raises as `propose`."""
    actor.require(Role.SECRETARIAT)
    grant = grants.locked(actor, grant_id)
    wanted = approvals.release(actor, kind_of(act), grant_id).arguments
    checks.check(grant, act, wanted)
    grant.note = wanted["words"]
    letter = _CARRY_OUT[act](actor, grant, wanted)
    db.session.flush()
    grants.send(actor, grant, letter, again=True)
    return grant


def send_back(actor: Viewer, grant_id: int, act: GrantAct, reason: str) -> Approval:
    """Return the proposal to the officer who made it."""
    return approvals.send_back(actor, kind_of(act), grant_id, reason)


def drop(actor: Viewer, grant_id: int, act: GrantAct) -> Approval:
    """Take the proposal back."""
    return approvals.take_back(actor, kind_of(act), grant_id)


def _offer(actor: Viewer, grant: Grant, wanted: Mapping[str, Any]) -> Any:
    grants.move(actor, grant, GrantVerb.OFFER, amount=wanted["amount"])
    grant.amount, grant.due_on = wanted["amount"], deadlines.of_request(grant)
    return letters.offered(grant, numbers.document_number())


def _reject(actor: Viewer, grant: Grant, wanted: Mapping[str, Any]) -> Any:
    grants.move(actor, grant, GrantVerb.REJECT, reason=wanted["words"])
    grant.amount, grant.due_on = 0, None
    return letters.rejected(grant, numbers.document_number())


def _decide(actor: Viewer, grant: Grant, wanted: Mapping[str, Any]) -> Any:
    kind = PaperKind.REQUEST if grant.state is GrantState.REQUESTED else PaperKind.APPLICATION
    grants.move(actor, grant, GrantVerb.DECIDE, amount=wanted["amount"])
    grant.amount = grant.decided = wanted["amount"]
    grant.decided_on = clock.today()
    paper = _put_in_force(grant, kind)
    grant.due_on = deadlines.of_report(grant, paper.said)
    number = numbers.document_number()
    return letters.decided(grant, paper, deadlines.of_withdrawal(grant), number)


def _change(actor: Viewer, grant: Grant, wanted: Mapping[str, Any]) -> Any:
    said, before = checks.last(grant, PaperKind.CHANGE).said, grant.amount
    assert said.change is not None
    grants.move(actor, grant, CHANGES[said.change], amount=wanted["amount"])
    if said.change is ChangeKind.SUSPENSION:
        return letters.changed(grant, said.change, before, numbers.document_number())
    paper = _put_in_force(grant, PaperKind.CHANGE)
    grant.amount = grant.decided = wanted["amount"]
    grant.due_on = deadlines.of_report(grant, paper.said) if grant.amount else None
    return letters.changed(grant, said.change, before, numbers.document_number())


def _refuse_change(actor: Viewer, grant: Grant, wanted: Mapping[str, Any]) -> Any:
    grants.move(actor, grant, GrantVerb.REFUSE_CHANGE, reason=wanted["words"])
    project = papers.project(grant)
    assert project is not None
    grant.asked, grant.due_on = grant.amount, deadlines.of_report(grant, project.said)
    return letters.change_refused(grant, numbers.document_number())


def _settle(actor: Viewer, grant: Grant, wanted: Mapping[str, Any]) -> Any:
    grants.move(actor, grant, GrantVerb.SETTLE, amount=wanted["amount"])
    grant.amount = wanted["amount"]
    follows, due = rest(grant.amount, grants.paid(grant))
    if follows is Rest.NOTHING:
        grants.move(actor, grant, GrantVerb.CLOSE)
    if follows is Rest.REPAY:
        grants.move(actor, grant, GrantVerb.DEMAND, amount=due)
        grant.repay, grant.due_on = due, deadlines.of_repayment()
    said = checks.last(grant, PaperKind.REPORT).said
    reckoning = said.reckoning(
        grant.its_terms,
        decided_on=grant.decided_on,
        struck=grant.struck,
        at_most=grant.decided,
    )
    return letters.settled(grant, reckoning, (follows, due), numbers.document_number())


def _revoke(actor: Viewer, grant: Grant, wanted: Mapping[str, Any]) -> Any:
    grants.move(actor, grant, GrantVerb.REVOKE, amount=wanted["amount"], reason=wanted["words"])
    before, grant.repay = grant.amount, grants.paid(grant) - wanted["amount"]
    grant.amount, grant.due_on = wanted["amount"], None
    for each in grants.payments(grant):
        if each.paid_on is None:
            db.session.delete(each)
    if grant.repay:
        grants.move(actor, grant, GrantVerb.DEMAND, amount=grant.repay)
        grant.due_on = date.fromisoformat(wanted["until"])
    return letters.revoked(grant, before, numbers.document_number())


def _put_in_force(grant: Grant, kind: PaperKind) -> GrantPaper:
    paper = checks.last(grant, kind)
    paper.is_in_force = True
    return paper


_CARRY_OUT: Mapping[GrantAct, Callable[[Viewer, Grant, Mapping[str, Any]], Any]] = {
    GrantAct.OFFER: _offer,
    GrantAct.REJECT: _reject,
    GrantAct.DECIDE: _decide,
    GrantAct.CHANGE: _change,
    GrantAct.REFUSE_CHANGE: _refuse_change,
    GrantAct.SETTLE: _settle,
    GrantAct.REVOKE: _revoke,
}
