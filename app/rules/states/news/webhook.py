"""Deliveries of webhooks: until the receiver has taken them, or nobody tries any more."""

from collections.abc import Mapping
from enum import StrEnum

from app.rules.states.common.table import State


class DeliveryState(State):
    """Webhookの配達の状態."""

    PENDING = "pending", "配達待ち"
    DELIVERED = "delivered", "配達済み"
    ABANDONED = "abandoned", "取りやめ"


class DeliveryVerb(StrEnum):
    """Actions on a delivery."""

    QUEUE = "queue"
    DELIVER = "deliver"
    ABANDON = "abandon"
    REPLAY = "replay"


_S, _V = DeliveryState, DeliveryVerb
DELIVERY: Mapping[tuple[DeliveryState | None, DeliveryVerb], DeliveryState] = {
    (None, _V.QUEUE): _S.PENDING,
    (_S.PENDING, _V.DELIVER): _S.DELIVERED,
    (_S.PENDING, _V.ABANDON): _S.ABANDONED,
    (_S.DELIVERED, _V.REPLAY): _S.PENDING,
    (_S.ABANDONED, _V.REPLAY): _S.PENDING,
    (_S.PENDING, _V.REPLAY): _S.PENDING,
}
