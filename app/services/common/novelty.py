"""What is new of a wing (novelties.py of each): told in the digest and by webhooks.

A wing declares `new(since, until)`, which yields what became visible in between.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.rules.membership.roster import Tier


@dataclass(frozen=True)
class Novelty:
    """Something new. path: of its page; day: such as of an event; lines: two short ones at most.

    fields, municipalities: whom it concerns, by code; none for all. until: the last day on which it
    is of use. event: its type for webhooks, such as `news.published`; "" for none.
    """

    title: str
    day: date
    path: str
    lines: Sequence[str] = ()
    fields: Sequence[str] = ()
    municipalities: Sequence[str] = ()
    tier: Tier = Tier.MEMBERS
    until: date | None = None
    event: str = ""
