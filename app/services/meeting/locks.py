"""The lock of a meeting, and those of its members' votes.

On PostgreSQL advisory locks, which queue: a row lock that many share keeps whoever wants it alone
waiting as long as others come. SQLite has one writer at a time anyway.
"""

from collections.abc import Collection

from sqlalchemy import ScalarSelect, func, select

from app.extensions import db
from app.models.meeting.attendance import RollEntry

MEETING, MEMBER = 1, 2
"""The first of the two numbers that name an advisory lock."""


def alone(meeting_id: int) -> None:
    """Wait until nobody else holds the meeting, and hold it until the commit."""
    if db.session.connection().dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(MEETING, meeting_id)))


def beside_others(meeting_id: ScalarSelect[int], members: Collection[int]) -> None:
    """Keep the meeting as it is until the commit, and hold the votes of these members of its roll.

    Where none is on the roll nothing is held: none may vote.
    """
    if db.session.connection().dialect.name == "postgresql":
        on_roll = (
            select(RollEntry.meeting_id, RollEntry.organisation_id)
            .where(RollEntry.meeting_id == meeting_id, RollEntry.organisation_id.in_(members))
            .order_by(RollEntry.organisation_id)
            .subquery()
        )
        held = select(
            func.pg_advisory_xact_lock_shared(MEETING, on_roll.c.meeting_id),
            func.pg_advisory_xact_lock(MEMBER, on_roll.c.organisation_id),
        )
        db.session.execute(held).all()
