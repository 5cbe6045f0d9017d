"""A mail received in reply to a meeting notice (受信メール)."""

from collections.abc import Mapping
from enum import StrEnum

from app.rules.states.common.table import State


class InboundState(State):
    """受信メールの状態."""

    WAITING = "waiting", "確認待ち"
    RECORDED = "recorded", "意思表明として記録"
    REFUSED = "refused", "記録せず"
    IGNORED = "ignored", "回答以外（自動）"


class InboundVerb(StrEnum):
    """Actions on a mail: RECORD and REFUSE by the software or by a person."""

    WAIT = "wait"
    RECORD = "record"
    REFUSE = "refuse"
    IGNORE = "ignore"


_I, _V = InboundState, InboundVerb
INBOUND: Mapping[tuple[InboundState | None, InboundVerb], InboundState] = {
    (None, _V.WAIT): _I.WAITING,
    (None, _V.IGNORE): _I.IGNORED,
    (_I.WAITING, _V.RECORD): _I.RECORDED,
    (_I.WAITING, _V.REFUSE): _I.REFUSED,
    (_I.IGNORED, _V.WAIT): _I.WAITING,
}
