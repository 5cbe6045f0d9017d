"""The effect of a resolution on a proposal (政策提言): it is decided, in the same transaction."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import select

from app.extensions import db
from app.models.meeting.agenda import AgendaItem
from app.models.policy.proposal import Proposal
from app.rules.common.era import era_date
from app.rules.common.msgid import N_
from app.rules.membership.roster import Tier
from app.rules.policy.proposals import ProposalEvent
from app.rules.states.policy.proposal import ProposalState, ProposalVerb
from app.security import guard
from app.security.viewer import Role, Viewer
from app.services.common import rows
from app.services.meeting.declared_effects import DeclaredEffect
from app.services.policy import proposals
from app.services.policy.proposal_telling import authors

REVISION = (("今後の手続", "起案した団体は、練り直して、もう一度付議できます"),)


def _waiting(actor: Viewer) -> Sequence[tuple[str, str]]:
    actor.require(Role.SECRETARIAT)
    found = db.session.execute(
        select(Proposal.public_id, Proposal.name)
        .where(Proposal.state == ProposalState.SUBMITTED, Proposal.retired_on.is_(None))
        .where(~proposals.on_agenda())
        .order_by(Proposal.id)
    )
    return [(public_id, name) for public_id, name in found]


def _found(subjects: Collection[str]) -> Sequence[Proposal]:
    wanted = select(Proposal).where(Proposal.public_id.in_(subjects), Proposal.retired_on.is_(None))
    with guard.acting_as_system(db.session):  # the meeting's, whoever's statement decides
        return db.session.scalars(wanted.order_by(Proposal.id)).all()


def _name(subject: str) -> str:
    return next((each.name for each in _found([subject])), "（抹消された提言）")


def _fault(subject: str) -> str:
    if any(each.state is ProposalState.SUBMITTED for each in _found([subject])):
        return ""
    return "付議する政策提言（会議に付議されたもの）を選んでください。"


def _facts(subjects: Collection[str]) -> Mapping[str, list[str]]:
    return {
        each.public_id: [
            f"政策提言：{each.name}",
            f"提言団体：{'、'.join(body.name for body in authors(each))}",
            f"理由：{each.reason}",
            f"内容：{each.proposed}",
        ]
        for each in _found(subjects)
    }


def _preview(subject: str, on: date) -> str:
    return (
        f"政策提言「{_name(subject)}」が{era_date(on)}に決定し、公開されます。"
        "提言団体に通知します。県への提出は、事務局がこの後に行います。"
    )


def _apply(actor: Viewer, item: AgendaItem, on: date) -> None:
    with guard.acting_as_system(db.session):
        proposal = _locked(item)
        proposal.decided_on, proposal.tier = on, Tier.PUBLIC
        proposals.move(actor, proposal, ProposalVerb.PASS, ProposalEvent.PASSED)


def _fail(actor: Viewer, item: AgendaItem) -> None:
    with guard.acting_as_system(db.session):
        proposals.move(
            actor, _locked(item), ProposalVerb.NOT_PASS, ProposalEvent.NOT_PASSED, REVISION
        )


def _locked(item: AgendaItem) -> Proposal:
    return rows.only(rows.locking(select(Proposal).where(Proposal.public_id == item.subject)))


EFFECTS = (
    DeclaredEffect(
        key=proposals.EFFECT,
        english=N_("Decide a proposal to the prefecture"),
        heading=N_("Resolution: proposal to the prefecture"),
        nothing=N_("An executive member has to put a proposal to the meeting first."),
        waiting=_waiting,
        name=_name,
        fault=_fault,
        facts=_facts,
        preview=_preview,
        apply=_apply,
        fail=_fail,
    ),
)
