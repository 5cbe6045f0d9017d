"""Two persons for one act (二人での決定): one proposes it, another releases it.

A wing's service locks its object, calls `propose`, and later, in the transaction that carries the
act out, `release`, which refuses whoever proposed. Whether an act needs two persons is for the wing
to say; who proposed and who released stands in the trail of the object.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from app import clock
from app.errors import NotFound, RuleViolation, StaleState
from app.extensions import db
from app.models.common.approval import Approval
from app.rules.common.text import single_line
from app.rules.states.common.approval import APPROVAL, ApprovalState, ApprovalVerb
from app.rules.states.common.table import next_state
from app.security.viewer import Role, Viewer
from app.services.common import audit, rows


def propose(
    actor: Viewer,
    kind: str,
    subject_id: object,
    *,
    title: str,
    reason: str = "",
    role: Role = Role.SECRETARIAT,
    **arguments: Any,
) -> Approval:
    """Propose an act on an object, for another holder of `role` to release.

    kind: the object's type and the act, such as `merge.carry_out`. title: the object's name in the
    list of proposals. arguments: plain values that say what exactly is released. Raises StaleState
    while a proposal of this kind is pending.
    """
    if pending(kind, subject_id) is not None:
        raise StaleState("すでに承認待ちです。画面を開き直してください。")
    proposal = Approval(
        kind=kind,
        subject_type=_subject_type(kind),
        subject_id=str(subject_id),
        title=title[:200],
        reason=reason.strip(),
        arguments=arguments,
        role=role.value,
        state=next_state(APPROVAL, None, ApprovalVerb.PROPOSE),
        proposed_by_id=actor.person(),
        proposed_by_name=actor.name,
        proposed_at=clock.now(),
        open_key=_open_key(kind, subject_id),
    )
    db.session.add(proposal)
    db.session.flush()
    _record(actor, proposal, "approval.propose")
    return proposal


def release(actor: Viewer, kind: str, subject_id: object) -> Approval:
    """Release the pending proposal; the caller carries it out in the same transaction.

    Raises RuleViolation for the person who proposed it, StaleState when nothing is pending.
    """
    proposal = _locked(actor, kind, subject_id)
    if proposal.proposed_by_id == actor.person():
        raise RuleViolation(
            None, "提案した人は承認できません。別の職員がログインして承認してください。"
        )
    _decide(actor, proposal, ApprovalVerb.RELEASE)
    _record(actor, proposal, "approval.release", proposed_by=proposal.proposed_by_name)
    return proposal


def send_back(actor: Viewer, kind: str, subject_id: object, reason: str) -> Approval:
    """Return the pending proposal with a reason. Raises RuleViolation without one."""
    proposal = _locked(actor, kind, subject_id)
    if not reason.strip():
        raise RuleViolation(None, "差し戻す理由を入力してください。")
    proposal.return_reason = reason.strip()
    _decide(actor, proposal, ApprovalVerb.RETURN)
    _record(actor, proposal, "approval.return", proposed_by=proposal.proposed_by_name)
    return proposal


def take_back(actor: Viewer, kind: str, subject_id: object) -> Approval:
    """Take the pending proposal back: its proposer, or whoever may release it."""
    proposal = _locked(actor, kind, subject_id, or_proposer=True)
    _decide(actor, proposal, ApprovalVerb.TAKE_BACK)
    _record(actor, proposal, "approval.take_back", proposed_by=proposal.proposed_by_name)
    return proposal


def lapse(actor: Viewer, subject_type: str, subject_id: object) -> None:
    """Let all pending proposals on an object lapse, because it no longer allows them."""
    found = select(Approval).where(
        Approval.subject_type == subject_type,
        Approval.subject_id == str(subject_id),
        Approval.open_key.is_not(None),
    )
    for proposal in db.session.scalars(rows.locking(found)):
        _decide(actor, proposal, ApprovalVerb.LAPSE)
        _record(actor, proposal, "approval.lapse")


def note_outside_decision(actor: Viewer, approval_id: int, *, number: str, on: date) -> Approval:
    """Note number and day of the decision in the prefecture's own system (決裁).

    It replaces no release. May be corrected, also after the release; the trail keeps each. Raises
    NotFound for a proposal of others, RuleViolation for an empty number and a future day, StaleState
    when the proposal was returned, taken back or lapsed.
    """
    proposal = _theirs(actor, rows.locked(Approval, approval_id))
    decided = checked_decision(number, on)
    if proposal.state not in (ApprovalState.PROPOSED, ApprovalState.RELEASED):
        raise StaleState(f"この提案は{proposal.state.label}のため、決裁を記録できません。")
    before = [proposal.outside_number, _iso(proposal.outside_on)]
    proposal.outside_number, proposal.outside_on = decided[0], on
    db.session.flush()
    outside = {"outside": decided, "outside_before": before}
    _record(actor, proposal, "approval.note_outside", **outside)
    return proposal


def checked_decision(number: str, on: date | None) -> list[str]:
    """Return number and day of a decision as they are recorded; empty where neither is named.

    Raises RuleViolation for only one of both, a faulty number and a future day.
    """
    try:
        typed = single_line(number, limit=60)
    except ValueError as fault:
        raise RuleViolation(None, f"決裁番号：{fault}") from fault
    if not typed and on is None:
        return []
    if not typed or on is None:
        raise RuleViolation(None, "決裁番号と決裁日は、両方を入力してください。")
    if on > clock.today():
        raise RuleViolation(None, "決裁日は、今日までの日を入力してください。")
    return [typed, on.isoformat()]


def one(actor: Viewer, approval_id: int) -> Approval:
    """Return a proposal. Raises NotFound for one that is neither the actor's nor theirs to release."""
    return _theirs(actor, rows.one(Approval, approval_id))


def pending(kind: str, subject_id: object) -> Approval | None:
    """Return the pending proposal of this kind on an object, or None."""
    wanted = select(Approval).where(Approval.open_key == _open_key(kind, subject_id))
    return db.session.scalars(wanted).one_or_none()


def last(kind: str, subject_id: object) -> Approval | None:
    """Return the last proposal of this kind on an object, whatever became of it, or None."""
    return latest(_subject_type(kind), subject_id).get(kind)


def latest(subject_type: str, subject_id: object) -> Mapping[str, Approval]:
    """Return the last proposal of each kind on an object: kind → proposal."""
    wanted = select(Approval).where(
        Approval.subject_type == subject_type, Approval.subject_id == str(subject_id)
    )
    return {each.kind: each for each in db.session.scalars(wanted.order_by(Approval.id))}


def pending_on(kind: str, subject_ids: Sequence[object]) -> Mapping[str, Approval]:
    """Return the pending proposals of this kind on several objects: subject id → proposal."""
    keys = [_open_key(kind, each) for each in subject_ids]
    found = db.session.scalars(select(Approval).where(Approval.open_key.in_(keys)))
    return {proposal.subject_id: proposal for proposal in found}


def page(actor: Viewer, *, over: bool, number: int) -> tuple[Sequence[Approval], int]:
    """Return one page of the proposals that the actor's roles may release, and their total.

    over: the decided ones, the latest first, in place of the pending ones, the oldest first.
    """
    wanted = select(Approval).where(Approval.role.in_([role.value for role in actor.roles]))
    if over:
        wanted = wanted.where(Approval.open_key.is_(None)).order_by(Approval.id.desc())
    else:
        wanted = wanted.where(Approval.open_key.is_not(None)).order_by(Approval.id)
    return rows.page(wanted, number)


def _locked(actor: Viewer, kind: str, subject_id: object, *, or_proposer: bool = False) -> Approval:
    person = actor.person()
    wanted = select(Approval).where(Approval.open_key == _open_key(kind, subject_id))
    proposal = db.session.scalars(rows.locking(wanted)).one_or_none()
    if proposal is None:
        raise StaleState("承認待ちではありません。画面を開き直して状態を確かめてください。")
    if not (or_proposer and proposal.proposed_by_id == person):
        actor.require(Role(proposal.role))
    return proposal


def _theirs(actor: Viewer, proposal: Approval) -> Approval:
    if proposal.proposed_by_id != actor.person() and not actor.has(Role(proposal.role)):
        raise NotFound
    return proposal


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _decide(actor: Viewer, proposal: Approval, verb: ApprovalVerb) -> None:
    proposal.state = next_state(APPROVAL, proposal.state, verb)
    proposal.decided_at, proposal.open_key = clock.now(), None
    proposal.decided_by_id, proposal.decided_by_name = actor.account_id, actor.name
    db.session.flush()


def _record(actor: Viewer, proposal: Approval, action: str, **details: Any) -> None:
    audit.record(
        actor, action, proposal.subject_type, proposal.subject_id, approval=proposal.kind, **details
    )


def _subject_type(kind: str) -> str:
    return kind.partition(".")[0]


def _open_key(kind: str, subject_id: object) -> str:
    return f"{kind}:{subject_id}"
