"""Needs and offers (つなぎたい・手伝える) between members."""

from datetime import date, timedelta

from app.rules.common.labelled import Labelled

STANDS = timedelta(days=60)
"""How long an entry stands where its member says nothing else."""
LONGEST = timedelta(days=366)
UNANSWERED = timedelta(days=30)
"""After which an entry that nobody answered is the secretariat's matter."""
A_DAY = 20
"""Messages that one member may write on one day."""


class NeedKind(Labelled):
    """ほしい・できるの別."""

    NEED = "need", "つなぎたい・困っている"
    OFFER = "offer", "手伝える・貸せる"


def last_day(entered: date, wished: date | None) -> date:
    """Return until when an entry stands."""
    return wished or entered + STANDS


def may_stand(today: date, until: date) -> bool:
    """Whether an entry may stand until this day."""
    return today <= until <= today + LONGEST
