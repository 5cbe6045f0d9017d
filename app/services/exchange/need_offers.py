"""Needs and offers (つなぎたい・手伝える): matched, past their last day, unanswered."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from app import clock
from app.extensions import db
from app.mail.exchange import need_letters
from app.models.exchange.need_offer import NeedOffer
from app.models.membership.organisation import Organisation
from app.rules.common.era import fiscal_year
from app.rules.exchange.need_offers import UNANSWERED
from app.rules.membership.roster import Tier
from app.rules.states.common.table import next_state
from app.rules.states.exchange.need_offer import NEED_OFFER, NeedStage, NeedVerb
from app.security.viewer import Role, Viewer
from app.services.common import rows
from app.services.common.links import Links
from app.services.membership import recipients
from app.services.post import outbox
from app.services.registers import entries


def match(actor: Viewer, public_id: str) -> NeedOffer:
    """Record that it led to something, which is counted. Raises NotFound, StaleState."""
    entry: NeedOffer = entries.locked(actor, NeedOffer, public_id)
    entry.stage = next_state(NEED_OFFER, entry.stage, NeedVerb.MATCH)
    entry.matched_on, entry.tier = clock.today(), Tier.MEMBERS
    db.session.flush()
    entries.record(actor, "match", entry)
    return entry


def expire_due(actor: Viewer, links: Links) -> int:
    """Close what is past its last day and ask its member what came of it; return how many."""
    actor.require(Role.SYSTEM)
    due: Sequence[NeedOffer] = db.session.scalars(
        select(NeedOffer)
        .where(NeedOffer.until < clock.today(), NeedOffer.stage == NeedStage.OPEN)
        .where(NeedOffer.retired_on.is_(None))
        .limit(rows.AT_ONCE)
        .options(joinedload(NeedOffer.organisation).joinedload(Organisation.municipality))
        .with_for_update(of=NeedOffer, skip_locked=True)
    ).all()
    for entry in due:
        entry.stage = next_state(NEED_OFFER, entry.stage, NeedVerb.EXPIRE)
        entry.tier = Tier.SECRETARIAT
        db.session.flush()
        entries.record(actor, "expire", entry)
    members = [entry.organisation for entry in due if entry.organisation]
    addresses = recipients.addresses_of(members)
    for entry in due:
        if entry.organisation:
            page = links.page(f"/needs-offers/{entry.public_id}")
            outbox.write(
                actor,
                need_letters.expired(entry.organisation, entry, page),
                to=addresses[entry.organisation.id],
                dedupe_key=f"need_offer:{entry.id}",
                period=str(entry.until),
                organisation_id=entry.organisation_id,
            )
    return len(due)


def is_unanswered() -> ColumnElement[bool]:
    """Return the condition for open entries that nobody has answered for 30 days."""
    return (
        (NeedOffer.stage == NeedStage.OPEN)
        & NeedOffer.answered_at.is_(None)
        & NeedOffer.retired_on.is_(None)
        & (NeedOffer.created_at < clock.now() - UNANSWERED)
    )


def unanswered(actor: Viewer) -> Sequence[NeedOffer]:
    """Return them, the oldest first, for the secretariat, which finds a partner."""
    actor.require(Role.SECRETARIAT)
    found = select(NeedOffer).where(is_unanswered()).order_by(NeedOffer.created_at)
    return db.session.scalars(found.options(joinedload(NeedOffer.organisation)).limit(100)).all()


def matched_in(actor: Viewer, year: int) -> int:
    """Return how many needs and offers led to something in a fiscal year."""
    days = select(NeedOffer.matched_on).where(NeedOffer.matched_on.is_not(None))
    return sum(fiscal_year(day) == year for day in db.session.scalars(days) if day)


def counts(actor: Viewer) -> dict[str, Any]:
    """Return how many are open, and how many were matched this year."""
    is_open = select(func.count()).where(
        NeedOffer.stage == NeedStage.OPEN, NeedOffer.retired_on.is_(None)
    )
    year = fiscal_year(clock.today())
    return {"open": db.session.scalar(is_open) or 0, "matched": matched_in(actor, year)}
