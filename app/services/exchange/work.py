"""What of this wing waits: applications for patronage, needs and offers without an answer."""

from app.models.exchange.need_offer import NeedOffer
from app.models.exchange.patronage import Patronage
from app.rules.common.msgid import N_
from app.rules.states.exchange.patronage import PatronageStage
from app.security.viewer import Viewer
from app.services.common.work import Rows, Work, waiting
from app.services.exchange import need_offers


def _patronages(actor: Viewer) -> Rows:
    row = Patronage
    applied, kept = row.stage == PatronageStage.APPLIED, row.retired_on.is_(None)
    return waiting(row.public_id, row.name, row.created_at, applied, kept, due=row.held_on)


def _needs(actor: Viewer) -> Rows:
    row, waits = NeedOffer, need_offers.is_unanswered()
    return waiting(row.public_id, row.name, row.created_at, waits, due=row.until)


WORK = (
    Work("patronage", N_("Decide on patronage"), "/patronages/{}", _patronages),
    Work("need_offer", N_("Find somebody for a need or offer"), "/needs-offers/{}", _needs),
)
