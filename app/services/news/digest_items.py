"""The items of a digest: the novelties of all wings, kept without what is personal."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from app import clock, services, wings
from app.rules.membership.roster import Tier
from app.services.common.novelty import Novelty


def novelties(since: datetime, until: datetime) -> list[Novelty]:
    """Return what is new of every wing and still of use, in the order of the wings."""
    today = clock.today()
    return [
        each
        for wing in wings.declared(services, "novelties")
        for each in wing.new(since, until)
        if each.until is None or each.until >= today
    ]


def kept(items: Sequence[Novelty]) -> list[dict[str, Any]]:
    """Return the items for members as they are stored."""
    return [
        asdict(each) | {"day": each.day.isoformat(), "until": each.until and each.until.isoformat()}
        for each in items
        if each.tier is not Tier.SECRETARIAT
    ]
