"""A platform meeting (プラットフォーム会議, 規約第8条–第12条) and the items of its agenda."""

from collections.abc import Mapping
from enum import StrEnum

from app.rules.states.common.table import State


class MeetingState(State):
    """会議の状態."""

    REQUESTED = "requested", "開催の要請"
    PLANNING = "planning", "準備中"
    AWAITING_APPROVAL = "awaiting_approval", "通知の承認待ち"
    NOTIFIED = "notified", "通知済み"
    OPEN = "open", "開会中"
    CLOSED = "closed", "終了"
    CANCELLED = "cancelled", "取りやめ"


ANSWERABLE_STATES = (MeetingState.NOTIFIED, MeetingState.OPEN)
"""States in which members can reply, delegate and make statements."""
OVER_STATES = (MeetingState.CLOSED, MeetingState.CANCELLED)


class MeetingVerb(StrEnum):
    """Actions on a meeting. NOTIFY is a second person's approval of the notice."""

    REQUEST = "request"
    PLAN = "plan"
    SUBMIT = "submit"
    RETURN = "return"
    NOTIFY = "notify"
    OPEN = "open"
    CLOSE = "close"
    END_WRITTEN = "end_written"
    CANCEL = "cancel"


_M, _MV = MeetingState, MeetingVerb
MEETING: Mapping[tuple[MeetingState | None, MeetingVerb], MeetingState] = {
    (None, _MV.REQUEST): _M.REQUESTED,
    (None, _MV.PLAN): _M.PLANNING,
    (_M.REQUESTED, _MV.PLAN): _M.PLANNING,
    (_M.PLANNING, _MV.SUBMIT): _M.AWAITING_APPROVAL,
    (_M.AWAITING_APPROVAL, _MV.RETURN): _M.PLANNING,
    (_M.AWAITING_APPROVAL, _MV.NOTIFY): _M.NOTIFIED,
    (_M.NOTIFIED, _MV.OPEN): _M.OPEN,
    (_M.OPEN, _MV.CLOSE): _M.CLOSED,
    (_M.NOTIFIED, _MV.END_WRITTEN): _M.CLOSED,
    **{
        (state, _MV.CANCEL): _M.CANCELLED
        for state in (_M.REQUESTED, _M.PLANNING, _M.AWAITING_APPROVAL, _M.NOTIFIED)
    },
}


class ItemState(State):
    """議題の状態."""

    PLANNED = "planned", "これから"
    OPEN = "open", "審議中"
    CLOSED = "closed", "終了"
    WITHDRAWN = "withdrawn", "取下げ"
    UNFINISHED = "unfinished", "審議未了"


LIVE_ITEM_STATES = (ItemState.PLANNED, ItemState.OPEN)
"""States of items still to be dealt with."""


class ItemVerb(StrEnum):
    """Actions on an item. CLOSED is final. LEAVE: a report or discussion, at the meeting's end."""

    ADD = "add"
    OPEN = "open"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    LEAVE = "leave"


_I, _IV = ItemState, ItemVerb
AGENDA_ITEM: Mapping[tuple[ItemState | None, ItemVerb], ItemState] = {
    (None, _IV.ADD): _I.PLANNED,
    (_I.PLANNED, _IV.OPEN): _I.OPEN,
    (_I.OPEN, _IV.CLOSE): _I.CLOSED,
    (_I.PLANNED, _IV.WITHDRAW): _I.WITHDRAWN,
    (_I.OPEN, _IV.WITHDRAW): _I.WITHDRAWN,
    (_I.PLANNED, _IV.LEAVE): _I.UNFINISHED,
    (_I.OPEN, _IV.LEAVE): _I.UNFINISHED,
}


class Outcome(State):
    """議決の結果."""

    PASSED = "passed", "可決"
    REJECTED = "rejected", "否決"
    NO_QUORUM = "no_quorum", "定足数に達せず"
    DEEMED = "deemed", "みなし決議"
    NOT_DEEMED = "not_deemed", "みなし決議に至らず"

    @property
    def carried(self) -> bool:
        """Whether the resolution takes effect."""
        return self in (Outcome.PASSED, Outcome.DEEMED)
