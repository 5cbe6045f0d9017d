"""Needs and offers: open until matched or past their last day."""

from collections.abc import Mapping
from enum import StrEnum

from app.rules.states.common.table import State


class NeedStage(State):
    """つなぎたい・手伝えるの段階."""

    OPEN = "open", "募集中"
    MATCHED = "matched", "つながった"
    EXPIRED = "expired", "期間終了"


class NeedVerb(StrEnum):
    """Actions on a need or an offer. RENEW: its member gave it a later last day."""

    POST = "post"
    MATCH = "match"
    EXPIRE = "expire"
    RENEW = "renew"


_S, _V = NeedStage, NeedVerb
NEED_OFFER: Mapping[tuple[NeedStage | None, NeedVerb], NeedStage] = {
    (None, _V.POST): _S.OPEN,
    (_S.OPEN, _V.MATCH): _S.MATCHED,
    (_S.OPEN, _V.EXPIRE): _S.EXPIRED,
    (_S.EXPIRED, _V.MATCH): _S.MATCHED,
    (_S.EXPIRED, _V.RENEW): _S.OPEN,
}
