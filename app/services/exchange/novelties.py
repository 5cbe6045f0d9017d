"""What is new of this wing: needs and offers that are open."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models.exchange.need_offer import NeedOffer
from app.rules.membership.roster import Tier
from app.rules.news.digest import lines_of
from app.rules.states.exchange.need_offer import NeedStage
from app.services.common.novelty import Novelty


def new(since: datetime, until: datetime) -> Iterator[Novelty]:
    """Yield what members wrote in between and is still open."""
    found = db.session.scalars(
        select(NeedOffer)
        .where(NeedOffer.created_at > since, NeedOffer.created_at <= until)
        .where(NeedOffer.retired_on.is_(None), NeedOffer.stage == NeedStage.OPEN)
        .where(NeedOffer.tier == Tier.MEMBERS)
        .order_by(NeedOffer.id)
    )
    for entry in found:
        yield Novelty(
            title=f"［{entry.kind.label}］{entry.name}",
            day=clock.local(entry.created_at).date(),
            path=f"/needs-offers/{entry.public_id}",
            lines=lines_of(entry.text),
            fields=entry.activity_fields,
            municipalities=[entry.municipality] if entry.municipality else [],
            until=entry.until,
        )
