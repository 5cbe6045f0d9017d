"""A notice of the outbox (発信): drawn up by an officer, or written by the software at once."""

from collections.abc import Mapping
from enum import StrEnum

from app.rules.states.common.table import State


class BulkState(State):
    """発信の状態."""

    DRAFT = "draft", "作成中"
    PROPOSED = "proposed", "承認待ち"
    GOING = "going", "発信"
    STOPPED = "stopped", "停止中"
    CANCELLED = "cancelled", "取消し"


class BulkVerb(StrEnum):
    """Actions on a notice. SEND: its letters are written."""

    DRAW_UP = "draw_up"
    PROPOSE = "propose"
    TAKE_BACK = "take_back"
    SEND = "send"
    STOP = "stop"
    RESUME = "resume"
    CANCEL = "cancel"


_S, _V = BulkState, BulkVerb
BULK: Mapping[tuple[BulkState | None, BulkVerb], BulkState] = {
    (None, _V.DRAW_UP): _S.DRAFT,
    (None, _V.SEND): _S.GOING,
    (_S.DRAFT, _V.PROPOSE): _S.PROPOSED,
    (_S.DRAFT, _V.SEND): _S.GOING,
    (_S.DRAFT, _V.CANCEL): _S.CANCELLED,
    (_S.PROPOSED, _V.TAKE_BACK): _S.DRAFT,
    (_S.PROPOSED, _V.SEND): _S.GOING,
    (_S.GOING, _V.STOP): _S.STOPPED,
    (_S.GOING, _V.CANCEL): _S.CANCELLED,
    (_S.STOPPED, _V.RESUME): _S.GOING,
    (_S.STOPPED, _V.CANCEL): _S.CANCELLED,
}
