"""Opinions of the advisory council (審議会の意見) by session, and what became of them."""

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from app.extensions import db
from app.models.policy.advisory import AdvisoryOpinion, AdvisorySession
from app.models.policy.programme import Programme, ProgrammeYear
from app.rules.policy.advice import Outcome

_IN_FORCE = (
    select(AdvisoryOpinion)
    .where(AdvisoryOpinion.retired_on.is_(None))
    .order_by(AdvisoryOpinion.created_at, AdvisoryOpinion.id)
)


def of_session(session: AdvisorySession) -> Sequence[AdvisoryOpinion]:
    """Return the opinions given in a session, in order."""
    return db.session.scalars(_IN_FORCE.where(AdvisoryOpinion.session == session.public_id)).all()


def about(programme: Programme) -> Sequence[AdvisoryOpinion]:
    """Return the opinions that a programme takes up."""
    return db.session.scalars(
        _IN_FORCE.where(AdvisoryOpinion.programme == programme.public_id)
    ).all()


def reviewing(year: ProgrammeYear) -> AdvisorySession | None:
    """Return the session in which a year's programmes were reviewed."""
    wanted = select(AdvisorySession).where(AdvisorySession.public_id == year.session)
    return db.session.scalars(wanted).one_or_none()


def by_session() -> tuple[
    Sequence[tuple[AdvisorySession, Sequence[AdvisoryOpinion]]], Mapping[Outcome | None, int]
]:
    """Return the sessions with their opinions, the latest first, and how many got which answer."""
    given: dict[str, list[AdvisoryOpinion]] = {}
    for opinion in db.session.scalars(_IN_FORCE):
        given.setdefault(opinion.session, []).append(opinion)
    sessions = db.session.scalars(
        select(AdvisorySession)
        .where(AdvisorySession.retired_on.is_(None))
        .order_by(AdvisorySession.held_on.desc(), AdvisorySession.id)
    )
    found = [(each, given.get(each.public_id, ())) for each in sessions]
    return found, Counter(opinion.outcome for _session, each in found for opinion in each)
