"""Figures of this wing: grants of the year's calls."""

from collections.abc import Mapping

from sqlalchemy import func, select

from app.extensions import db
from app.models.grants.call import GrantCall
from app.models.grants.grant import Grant, GrantPayment
from app.rules.grants.calls import GrantKind
from app.rules.states.grants.grant import COMMITTED
from app.services.common.figures import Figure, by_label, within

GROUP = "補助金"


def _applied(year: int) -> Mapping[str, int]:
    return by_label(GrantCall.kind, GrantKind, *_of_year(year), Grant.arrived_at.is_not(None))


def _decided(year: int) -> Mapping[str, int]:
    return by_label(GrantCall.kind, GrantKind, *_of_year(year), Grant.state.in_(COMMITTED))


def _amount(year: int) -> Mapping[str, int]:
    return by_label(
        GrantCall.kind,
        GrantKind,
        *_of_year(year),
        Grant.state.in_(COMMITTED),
        of=func.sum(Grant.amount),
    )


def _paid(year: int) -> int:
    paid = select(func.sum(GrantPayment.amount)).where(within(GrantPayment.paid_on, year))
    return int(db.session.scalar(paid) or 0)


def _of_year(year: int) -> tuple[object, ...]:
    return (GrantCall.fiscal_year == year, Grant.call_id == GrantCall.id)


FIGURES = (
    Figure(
        "grants.applied",
        *(GROUP, "補助金の応募", "件"),
        "その年度の募集に届いた応募の数",
        _applied,
    ),
    Figure(
        "grants.decided",
        *(GROUP, "補助金の交付決定", "団体"),
        "その年度の募集で交付を決定した団体の数。取り下げた団体と、決定を取り消した団体は数えない",
        _decided,
    ),
    Figure(
        "grants.amount",
        *(GROUP, "補助金の額", "円"),
        "同じ団体に交付を決定した額の合計。額が確定した団体は確定した額で数える",
        _amount,
    ),
    Figure("grants.paid", GROUP, "補助金の支払", "円", "年度内に支払った額", _paid),
)
