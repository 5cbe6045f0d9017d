"""Statistics of the platform, for the secretariat's home page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ScalarSelect, case, func, or_, select

from app import clock
from app.extensions import db
from app.models.common.master import Municipality
from app.models.membership.membership import Membership
from app.models.membership.organisation import Organisation
from app.models.post.outbox import OutboxMessage
from app.rules.membership.contact import QUESTION_MONTHS, latest_contact_with
from app.rules.membership.membership import MemberKind, Standing
from app.rules.states.admission.application import ApplicationState
from app.rules.states.post.outbox import OutboxState
from app.security.viewer import Role, Viewer
from app.services.admission import application_queue

MONTHS = 12
LETTERS_OF = timedelta(days=30)


@dataclass(frozen=True)
class Growth:
    """Number of members at the end of each month, by kind."""

    days: Sequence[date]
    executives: Sequence[int]
    general: Sequence[int]


def growth(actor: Viewer) -> Growth:
    """Return the growth over the last twelve months and today (one query)."""
    actor.require(Role.SECRETARIAT)
    today = clock.today()
    days = [*_month_ends(today), today]
    counts = db.session.execute(
        select(*(_members(kind, day) for kind in MemberKind for day in days))
    ).one()
    return Growth(days, counts[: len(days)], counts[len(days) :])


def _month_ends(today: date) -> list[date]:
    """Return the first days of the last twelve months: each stands for the previous month's end."""
    months = range(today.year * 12 + today.month - MONTHS, today.year * 12 + today.month)
    return [date(month // 12, month % 12 + 1, 1) for month in months]


def _members(kind: MemberKind, day: date) -> ScalarSelect[int]:
    return (
        select(func.count())
        .select_from(Membership)
        .where(Membership.kind == kind, Membership.starts_on <= day)
        .where(or_(Membership.ended_on.is_(None), Membership.ended_on > day))
        .scalar_subquery()
    )


def applications(actor: Viewer) -> Sequence[tuple[ApplicationState, int]]:
    """Return the number of applications in each state that occurs, in the order of states."""
    counts = application_queue.counts(actor)
    return [(state, counts[state]) for state in ApplicationState if state in counts]


def municipalities(actor: Viewer) -> Sequence[tuple[str, int]]:
    """Return the number of members in each municipality of the prefecture."""
    actor.require(Role.SECRETARIAT)
    rows = db.session.execute(
        select(Municipality.name, func.count(Organisation.id))
        .outerjoin(
            Organisation,
            (Organisation.municipality_code == Municipality.code)
            & (Organisation.standing != Standing.FORMER),
        )
        .group_by(Municipality.code, Municipality.name)
        .order_by(Municipality.code)
    )
    return [(name, count) for name, count in rows]


def silence(actor: Viewer) -> Sequence[int]:
    """Return the number of members by months since the last contact: under 9, from 9, 11, 12."""
    actor.require(Role.SECRETARIAT)
    today = clock.today()
    last = Organisation.last_contact_on
    steps = [(last <= latest_contact_with(m, over_by=today), m) for m in reversed(QUESTION_MONTHS)]
    rows = db.session.execute(
        select(case(*steps, else_=0).label("months"), func.count())
        .where(Organisation.standing != Standing.FORMER)
        .group_by("months")  # by label: PostgreSQL sees a CASE with new parameters as another
    )
    counts = {months: count for months, count in rows}
    return [counts.get(months, 0) for months in (0, *QUESTION_MONTHS)]


def letters(actor: Viewer) -> Sequence[tuple[OutboxState, int]]:
    """Return the number of the last thirty days' letters in each state, in the states' order."""
    actor.require(Role.SECRETARIAT)
    rows = db.session.execute(
        select(OutboxMessage.state, func.count())
        .where(
            OutboxMessage.unlisted.is_(False),
            OutboxMessage.created_at >= clock.now() - LETTERS_OF,
        )
        .group_by(OutboxMessage.state)
    )
    counts = {state: count for state, count in rows}
    return [(state, counts[state]) for state in OutboxState if state in counts]
