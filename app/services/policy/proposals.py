"""Proposals to the prefecture (政策提言): drafted by executive members, put to the platform meeting."""

from typing import Any

from sqlalchemy import delete, exists, select, update

from app import clock
from app.errors import NotFound, NotPermitted, RuleViolation, StaleState
from app.extensions import db
from app.models.meeting.agenda import AgendaItem
from app.models.membership.organisation import Organisation
from app.models.policy.proposal import Proposal, ProposalAuthor
from app.rules.membership.membership import Standing
from app.rules.policy.proposals import ProposalEvent
from app.rules.states.common.table import next_state
from app.rules.states.meeting.meeting import LIVE_ITEM_STATES
from app.rules.states.policy.proposal import PROPOSAL, ProposalState, ProposalVerb
from app.security.viewer import Role, Viewer
from app.services.common import rows
from app.services.policy.proposal_telling import tell
from app.services.registers import entries, versions

EFFECT = Proposal.__tablename__
"""The kind of effect that a resolution on a proposal has (services/policy/effects.py)."""
ONLY_EXECUTIVES = "政策提言を起案できるのは幹事団体です。提言する幹事団体を選んでください。"


def add(actor: Viewer, model: type[Proposal], values: entries.Values) -> Proposal:
    """Begin a draft, as an executive member; the secretariat also for one that it names later.

    Raises NotPermitted, RuleViolation.
    """
    if not actor.is_staff and not actor.has(Role.EXECUTIVE):
        raise NotPermitted
    proposal: Proposal = entries.add(actor, model, values)
    if proposal.organisation_id is not None:
        _require_executive(proposal)
    tell(actor, proposal, ProposalEvent.DRAFTED)
    return proposal


def change(
    actor: Viewer, model: type[Proposal], public_id: str, values: entries.Values
) -> Proposal:
    """Change a draft; of a later one what it is connected with. Raises NotFound, RuleViolation."""
    before = versions.snapshot(entries.locked(actor, model, public_id))
    proposal: Proposal = entries.change(actor, model, public_id, values)
    if versions.snapshot(proposal) != before:
        tell(actor, proposal, ProposalEvent.CHANGED)
    return proposal


def retire(actor: Viewer, model: type[Proposal], public_id: str, reason: str) -> Proposal:
    """Take a proposal out of the register. Raises NotFound; RuleViolation while on an agenda."""
    _require_off_agenda(entries.locked(actor, model, public_id))
    proposal: Proposal = entries.retire(actor, model, public_id, reason)
    tell(actor, proposal, ProposalEvent.RETIRED, (("理由", reason.strip()),))
    return proposal


def add_author(actor: Viewer, public_id: str, organisation_id: int | str) -> Proposal:
    """Add a member that proposes, too. Raises NotFound, RuleViolation, StaleState."""
    organisation_id = int(organisation_id)
    proposal = _own(actor, public_id)
    _require_draft(proposal)
    body = db.session.get(Organisation, organisation_id)
    if body is None or body.standing is Standing.FORMER:
        raise RuleViolation(None, "会員の中から選んでください。")
    if organisation_id in {proposal.organisation_id, *_joint(proposal)}:
        raise RuleViolation(None, "この団体は、すでに提言者です。")
    db.session.add(ProposalAuthor(proposal_id=proposal.id, organisation_id=organisation_id))
    db.session.flush()
    entries.record(actor, "join", proposal, organisation_id=organisation_id)
    how = "会員用ページの「政策提言」で同意してください"
    tell(actor, proposal, ProposalEvent.JOINED, (("共同提言団体", body.name), ("同意の方法", how)))
    return proposal


def agree(actor: Viewer, public_id: str, organisation_id: int) -> Proposal:
    """Record that a body agrees to be an author: itself, or the secretariat where it was told.

    Raises NotFound, StaleState for one that has agreed.
    """
    proposal = _seen(public_id)
    if not actor.is_staff and actor.organisation_id != organisation_id:
        raise NotFound
    if organisation_id not in _joint(proposal):
        raise NotFound
    if organisation_id not in not_agreed(proposal):
        raise StaleState("この団体は、すでに同意しています。")
    db.session.execute(
        update(ProposalAuthor)
        .where(ProposalAuthor.proposal_id == proposal.id)
        .where(ProposalAuthor.organisation_id == organisation_id)
        .values(agreed_on=clock.today())
    )
    entries.record(actor, "agree", proposal, organisation_id=organisation_id)
    name = db.session.get_one(Organisation, organisation_id).name
    tell(actor, proposal, ProposalEvent.AGREED, (("共同提言団体", name),))
    return proposal


def remove_author(actor: Viewer, public_id: str, organisation_id: int) -> Proposal:
    """Take a member off the authors: by who keeps the draft, or by itself until the decision."""
    proposal = _seen(public_id)
    if actor.organisation_id == organisation_id and actor.organisation_id is not None:
        if proposal.state not in (ProposalState.DRAFT, ProposalState.SUBMITTED):
            raise RuleViolation(None, "議決の後は、提言者から外れることはできません。")
    else:
        _require_owner(actor, proposal)
        _require_draft(proposal)
    if organisation_id not in _joint(proposal):
        raise NotFound
    entries.record(actor, "leave", proposal, organisation_id=organisation_id)
    name = db.session.get_one(Organisation, organisation_id).name
    tell(actor, proposal, ProposalEvent.LEFT, (("外れた団体", name),))  # it, too
    of_it = ProposalAuthor.proposal_id == proposal.id
    db.session.execute(
        delete(ProposalAuthor).where(of_it, ProposalAuthor.organisation_id == organisation_id)
    )
    return proposal


def submit(actor: Viewer, public_id: str) -> Proposal:
    """Put a draft to the platform meeting; the secretariat puts it on an agenda."""
    proposal = _own(actor, public_id)
    _require_executive(proposal)
    if waiting := not_agreed(proposal):
        names = select(Organisation.name).where(Organisation.id.in_(waiting))
        listed = "、".join(db.session.scalars(names.order_by(Organisation.name_kana)))
        raise RuleViolation(
            None,
            f"共同提言への同意がありません（{listed}）。同意を得るか、提言者から外してください。",
        )
    return move(actor, proposal, ProposalVerb.SUBMIT, ProposalEvent.SUBMITTED)


def send_back(actor: Viewer, public_id: str) -> Proposal:
    """Make a draft of it again before the meeting. Raises RuleViolation while on an agenda."""
    proposal = _own(actor, public_id)
    _require_off_agenda(proposal)
    return move(actor, proposal, ProposalVerb.SEND_BACK, ProposalEvent.SENT_BACK)


def revise(actor: Viewer, public_id: str) -> Proposal:
    """Make a draft again of what the meeting rejected."""
    return move(actor, _own(actor, public_id), ProposalVerb.REVISE, ProposalEvent.REVISED)


def move(
    actor: Viewer, proposal: Proposal, verb: ProposalVerb, event: ProposalEvent, items: Any = ()
) -> Proposal:
    """Bring a locked proposal to its next state, record it, tell the authors. Raises StaleState."""
    proposal.state = next_state(PROPOSAL, proposal.state, verb)
    db.session.flush()
    entries.record(actor, verb.value, proposal)
    tell(actor, proposal, event, items)
    return proposal


def not_agreed(proposal: Proposal) -> set[int]:
    """Return the ids of the bodies that have not agreed yet to be authors."""
    wanted = select(ProposalAuthor.organisation_id).where(ProposalAuthor.agreed_on.is_(None))
    return set(db.session.scalars(wanted.where(ProposalAuthor.proposal_id == proposal.id)))


def may_lead(actor: Viewer, proposal: Proposal) -> bool:
    """Whether the actor takes a proposal's steps before the decision: its drafter, the secretariat."""
    own = proposal.organisation_id is not None
    return actor.is_staff or (own and actor.organisation_id == proposal.organisation_id)


def on_agenda() -> Any:
    """Return the condition that a proposal is on the agenda of a coming meeting."""
    return exists().where(
        AgendaItem.effect == EFFECT,
        AgendaItem.subject == Proposal.public_id,
        AgendaItem.state.in_(LIVE_ITEM_STATES),
    )


def is_on_agenda(proposal: Proposal) -> bool:
    """Return whether a proposal is on the agenda of a coming meeting."""
    found = select(Proposal.id).where(Proposal.id == proposal.id, on_agenda())
    return db.session.scalar(found) is not None


def _own(actor: Viewer, public_id: str) -> Proposal:
    proposal = _seen(public_id)
    _require_owner(actor, proposal)
    return proposal


def _seen(public_id: str) -> Proposal:
    wanted = select(Proposal).where(Proposal.public_id == public_id)
    return rows.only(rows.locking(wanted.where(Proposal.retired_on.is_(None))))


def _require_owner(actor: Viewer, proposal: Proposal) -> None:
    if not may_lead(actor, proposal):
        raise NotFound


def _require_draft(proposal: Proposal) -> None:
    if proposal.frozen():
        raise RuleViolation(None, "提言者を変えられるのは、起案中だけです。")


def _require_executive(proposal: Proposal) -> None:
    body = proposal.organisation_id and db.session.get(Organisation, proposal.organisation_id)
    if not body or body.standing is not Standing.EXECUTIVE:
        raise RuleViolation(None, ONLY_EXECUTIVES, field="organisation_id")


def _require_off_agenda(proposal: Proposal) -> None:
    if is_on_agenda(proposal):
        raise RuleViolation(
            None, "会議の議題になっています。先に、事務局が議題から取り下げてください。"
        )


def _joint(proposal: Proposal) -> set[int]:
    wanted = select(ProposalAuthor.organisation_id)
    return set(db.session.scalars(wanted.where(ProposalAuthor.proposal_id == proposal.id)))
