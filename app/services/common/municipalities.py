"""The municipalities of the prefecture (市町村)."""

from sqlalchemy import Select, select

from app.models.common.master import OUTSIDE_PREFECTURE, Municipality


def in_prefecture() -> Select[Municipality]:
    """Select the municipalities that there are, in the order of their codes; without 県外."""
    return (
        select(Municipality)
        .where(Municipality.retired_on.is_(None), Municipality.code != OUTSIDE_PREFECTURE)
        .order_by(Municipality.code)
    )
