"""What is new of this wing: calls for grants that have opened."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models.grants.call import GrantCall
from app.rules.membership.roster import Tier
from app.rules.news.digest import lines_of
from app.services.common.novelty import Novelty


def new(since: datetime, until: datetime) -> Iterator[Novelty]:
    """Yield the calls that opened in between, or were entered as already open."""
    today = clock.local(until).date()
    found = db.session.scalars(
        select(GrantCall)
        .where(GrantCall.retired_on.is_(None), GrantCall.created_at <= until)
        .where(GrantCall.opens_on <= today, GrantCall.closes_on >= today)
        .order_by(GrantCall.closes_on, GrantCall.id)
    )
    for call in found:
        if since < max(clock.at_start_of(call.opens_on), call.created_at):
            yield Novelty(
                title=f"［募集］{call.name}",
                day=call.opens_on,
                path=f"/grant-calls/{call.public_id}",
                lines=lines_of(call.summary),
                tier=Tier.PUBLIC,
                until=call.closes_on,
            )
