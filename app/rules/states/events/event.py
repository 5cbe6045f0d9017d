"""The stages of an event, of a registration for one, and of a subcommittee."""

from collections.abc import Mapping
from enum import StrEnum

from app.rules.states.common.table import State


class EventStage(State):
    """行事の段階."""

    PROPOSED = "proposed", "準備中"
    PUBLISHED = "published", "公開"
    HELD = "held", "開催済み"
    CANCELLED = "cancelled", "中止"
    DECLINED = "declined", "見送り"


class EventVerb(StrEnum):
    """Actions on an event. HOLD: it has taken place."""

    PROPOSE = "propose"
    PUBLISH = "publish"
    DECLINE = "decline"
    HOLD = "hold"
    CANCEL = "cancel"


_E, _V = EventStage, EventVerb
EVENT: Mapping[tuple[EventStage | None, EventVerb], EventStage] = {
    (None, _V.PROPOSE): _E.PROPOSED,
    (_E.PROPOSED, _V.PUBLISH): _E.PUBLISHED,
    (_E.PROPOSED, _V.DECLINE): _E.DECLINED,
    (_E.DECLINED, _V.PUBLISH): _E.PUBLISHED,
    (_E.PUBLISHED, _V.HOLD): _E.HELD,
    (_E.PUBLISHED, _V.CANCEL): _E.CANCELLED,
}


class SeatState(State):
    """申込みの状態."""

    REGISTERED = "registered", "参加決定"
    WAITING = "waiting", "キャンセル待ち"
    OFFERED = "offered", "空席の案内中"
    CANCELLED = "cancelled", "取消し"
    DECLINED = "declined", "案内を辞退"
    LAPSED = "lapsed", "期限切れ"


class SeatVerb(StrEnum):
    """Actions on a registration. LAPSE: nobody answered an offer, or the waiting list ended."""

    REGISTER = "register"
    WAIT = "wait"
    OFFER = "offer"
    ACCEPT = "accept"
    DECLINE = "decline"
    LAPSE = "lapse"
    CANCEL = "cancel"


_S, _R = SeatState, SeatVerb
SEAT: Mapping[tuple[SeatState | None, SeatVerb], SeatState] = {
    (None, _R.REGISTER): _S.REGISTERED,
    (None, _R.WAIT): _S.WAITING,
    (_S.WAITING, _R.OFFER): _S.OFFERED,
    (_S.OFFERED, _R.ACCEPT): _S.REGISTERED,
    (_S.OFFERED, _R.DECLINE): _S.DECLINED,
    (_S.OFFERED, _R.LAPSE): _S.LAPSED,
    (_S.WAITING, _R.LAPSE): _S.LAPSED,
    (_S.REGISTERED, _R.CANCEL): _S.CANCELLED,
    (_S.WAITING, _R.CANCEL): _S.CANCELLED,
    (_S.OFFERED, _R.CANCEL): _S.CANCELLED,
}
SHOWN = (EventStage.PUBLISHED, EventStage.HELD, EventStage.CANCELLED)
"""Stages in which others than its organiser and the secretariat see an event."""
HOLDING = (SeatState.REGISTERED, SeatState.OFFERED)
LIVE = (*HOLDING, SeatState.WAITING)


class SubcommitteeStage(State):
    """分科会の段階."""

    PROPOSED = "proposed", "賛同を募集中"
    FOUNDED = "founded", "活動中"
    DECLINED = "declined", "設置しない"
    CLOSED = "closed", "終了"


class SubcommitteeVerb(StrEnum):
    """Actions on a subcommittee."""

    PROPOSE = "propose"
    FOUND = "found"
    DECLINE = "decline"
    CLOSE = "close"


_C, _B = SubcommitteeStage, SubcommitteeVerb
SUBCOMMITTEE: Mapping[tuple[SubcommitteeStage | None, SubcommitteeVerb], SubcommitteeStage] = {
    (None, _B.PROPOSE): _C.PROPOSED,
    (_C.PROPOSED, _B.FOUND): _C.FOUNDED,
    (_C.PROPOSED, _B.DECLINE): _C.DECLINED,
    (_C.FOUNDED, _B.CLOSE): _C.CLOSED,
}
