"""Who is told what in a proposal's life (政策提言): every author body, of every change, by mail."""

from collections.abc import Sequence

from sqlalchemy import func, select

from app.extensions import db
from app.mail.policy import proposal_letters
from app.mail.post.member_letter import Items
from app.models.membership.organisation import Organisation
from app.models.policy.proposal import Proposal, ProposalAuthor
from app.models.registers.entry import RegisterVersion
from app.rules.membership.membership import Standing
from app.rules.policy.proposals import BY_MEETING, TO_SECRETARIAT, ProposalEvent, told
from app.security.viewer import Viewer
from app.services.membership.recipients import addresses_of, secretariat
from app.services.post import outbox


def authors(proposal: Proposal) -> Sequence[Organisation]:
    """Return the bodies that propose, the one that drafted it first."""
    joint = select(ProposalAuthor.organisation_id).where(ProposalAuthor.proposal_id == proposal.id)
    return db.session.scalars(
        select(Organisation)
        .where(Organisation.id.in_(joint) | (Organisation.id == proposal.organisation_id))
        .order_by(Organisation.id != proposal.organisation_id, Organisation.name_kana)
    ).all()


def tell(actor: Viewer, proposal: Proposal, event: ProposalEvent, items: Items = ()) -> None:
    """Write a letter to each author body that is a member, and to the secretariat where it acts.

    Called after the version was written, which tells one event from another of the same kind.
    """
    by = None if actor.is_staff or event in BY_MEETING else actor.organisation_id
    bodies = {each.id: each for each in authors(proposal) if each.standing is not Standing.FORMER}
    addresses, period = addresses_of(list(bodies.values())), _period(proposal)
    for body in told(bodies, by):
        outbox.write(
            actor,
            proposal_letters.to_author(bodies[body], proposal, event, items),
            to=addresses[body],
            dedupe_key=f"proposal:{proposal.id}:{body}",
            period=period,
            organisation_id=body,
        )
    if event in TO_SECRETARIAT:
        for account in secretariat():
            letter = proposal_letters.to_secretariat(proposal, event.label, account, items)
            key = f"proposal:{proposal.id}"
            outbox.write(actor, letter, to=account.email, dedupe_key=key, period=period)


def _period(proposal: Proposal) -> str:
    version = select(func.max(RegisterVersion.id)).where(
        RegisterVersion.register == proposal.register.key,
        RegisterVersion.entry == proposal.public_id,
    )
    return str(db.session.scalar(version))
