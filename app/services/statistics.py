"""The platform in numbers, for the secretariat's first page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ScalarSelect, func, or_, select

from app import clock
from app.extensions import db
from app.models.master import Municipality
from app.models.membership import Membership
from app.models.organisation import Organisation
from app.rules.membership import MemberKind, Standing
from app.rules.states import ApplicationState
from app.security.viewer import Role, Viewer
from app.services import desk

MONTHS = 12


@dataclass(frozen=True)
class Growth:
    """How many members there were at the end of each month, by kind."""

    days: Sequence[date]
    executives: Sequence[int]
    general: Sequence[int]


def growth(actor: Viewer) -> Growth:
    """The last twelve months and today (one query)."""
    actor.require(Role.SECRETARIAT)
    today = clock.today()
    days = [*_month_ends(today), today]
    counts = db.session.execute(
        select(*(_members(kind, day) for kind in MemberKind for day in days))
    ).one()
    return Growth(days, counts[: len(days)], counts[len(days) :])


def _month_ends(today: date) -> list[date]:
    """The first days of the last twelve months: what held on them held at the month's end before."""
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
    """How many applications there are in each state that occurs, in the states' order."""
    counts = desk.counts(actor)
    return [(state, counts[state]) for state in ApplicationState if state in counts]


def municipalities(actor: Viewer) -> Sequence[tuple[str, int]]:
    """How many members have their seat in each municipality of the prefecture."""
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
