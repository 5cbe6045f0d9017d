"""What became of the proposals (政策提言): opinion → proposal → answer → programme → amount."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app.extensions import db
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.resolution import ResolutionRecord
from app.models.policy.advisory import AdvisoryOpinion
from app.models.policy.proposal import Proposal, ProposalMeasure
from app.rules.common.era import fiscal_year
from app.rules.policy.advice import Outcome
from app.services.policy import programmes
from app.services.policy.programmes import Link
from app.services.policy.proposals import EFFECT


@dataclass(frozen=True)
class Chain:
    """One proposal with what led to it and what followed. measure: the last one."""

    proposal: Proposal
    opinion: AdvisoryOpinion | None
    programme: Sequence[Link]
    measure: ProposalMeasure | None


def decided() -> list[Chain]:
    """Return the decided proposals that the viewer of the session sees, the latest first.

    Four queries, and none for each proposal.
    """
    found = db.session.scalars(
        select(Proposal)
        .where(Proposal.decided_on.is_not(None), Proposal.retired_on.is_(None))
        .order_by(Proposal.decided_on.desc(), Proposal.id.desc())
    ).all()
    return _chains(found)


def of(proposal: Proposal) -> Chain:
    """Return the chain of one proposal."""
    return _chains([proposal])[0]


def _chains(found: Sequence[Proposal]) -> list[Chain]:
    wanted = [each.opinion for each in found if each.opinion]
    opinions = {
        each.public_id: each
        for each in db.session.scalars(
            select(AdvisoryOpinion).where(AdvisoryOpinion.public_id.in_(wanted))
        )
    }
    measures = {
        each.proposal_id: each
        for each in db.session.scalars(
            select(ProposalMeasure)
            .where(ProposalMeasure.proposal_id.in_([each.id for each in found]))
            .order_by(ProposalMeasure.day, ProposalMeasure.id)
        )
    }
    taken_up = programmes.chains(each.programme for each in found)
    return [
        Chain(
            each,
            opinions.get(each.opinion or ""),
            taken_up.get(each.programme or "", ()),
            measures.get(each.id),
        )
        for each in found
    ]


def by_year(chains: Sequence[Chain]) -> list[tuple[int, int, Mapping[Outcome, int]]]:
    """Return fiscal year of the handing over, how many were, and how many have which answer."""
    years: dict[int, list[Proposal]] = {}
    for each in chains:
        if each.proposal.handed_on:
            years.setdefault(fiscal_year(each.proposal.handed_on), []).append(each.proposal)
    return [
        (year, len(found), {one: sum(p.outcome is one for p in found) for one in Outcome})
        for year, found in sorted(years.items(), reverse=True)
    ]


def resolution_of(proposal: Proposal) -> int | None:
    """Return the number of the record of its last resolution, carried or not."""
    return db.session.scalar(
        select(func.max(ResolutionRecord.sequence))
        .join(ResolutionRecord.item)
        .where(AgendaItem.effect == EFFECT, AgendaItem.subject == proposal.public_id)
    )


def about(column: str, public_id: str) -> Sequence[Proposal]:
    """Return the proposals connected with an opinion or a programme. column: the field's name."""
    return db.session.scalars(
        select(Proposal)
        .where(getattr(Proposal, column) == public_id, Proposal.retired_on.is_(None))
        .order_by(Proposal.id)
    ).all()
