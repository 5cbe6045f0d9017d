"""Claims and payments of a grant (請求と支払), in yen."""

from enum import Enum, auto

from app.rules.common.labelled import Labelled


class PaymentKind(Labelled):
    """支払の種類."""

    ADVANCE = "advance", "概算払"
    FINAL = "final", "精算払"


class AccountKind(Labelled):
    """預金の種類."""

    ORDINARY = "ordinary", "普通"
    CURRENT = "current", "当座"
    SAVINGS = "savings", "貯蓄"


class Rest(Enum):
    """What follows from the settlement."""

    CLAIM = auto()
    """Something is left to be claimed."""
    NOTHING = auto()
    REPAY = auto()
    """More was paid in advance than is due (返還)."""


def rest(settled: int, paid: int) -> tuple[Rest, int]:
    """Return what follows when so much is settled and so much was paid, and the amount."""
    if settled > paid:
        return Rest.CLAIM, settled - paid
    return (Rest.NOTHING, 0) if settled == paid else (Rest.REPAY, paid - settled)
