"""A letter in the outbox (送信箱).

A letter that may have been sent but whose server reply was lost is sent once more if it is a
statutory notice (same Message-ID); after that, or if confidential, LOSE leaves it to a person.
"""

from collections.abc import Mapping
from enum import StrEnum

from app.rules.states.common.table import State


class OutboxState(State):
    """送信の状態."""

    UNNUMBERED = "unnumbered", "文書番号待ち"
    PENDING = "pending", "送信待ち"
    SENDING = "sending", "送信中"
    SENT = "sent", "送信済み"
    RETRY = "retry", "再送待ち"
    FAILED = "failed", "送信失敗"
    UNCERTAIN = "uncertain", "送達不明"
    HELD = "held", "保留"
    RETURNED = "returned", "返送"
    CANCELLED = "cancelled", "取消し"


WAITING = (OutboxState.PENDING, OutboxState.RETRY)
"""States from which a lane takes a letter up."""
OVER = (OutboxState.SENT, OutboxState.CANCELLED)


class OutboxVerb(StrEnum):
    """Actions on a letter: by a service (WRITE), the sweeps (CLAIM to POST) or a person.

    RETURN: it came back. POST: likewise, but it is one to be printed and posted.
    """

    WRITE = "write"
    AWAIT_NUMBER = "await_number"
    NUMBER = "number"
    CLAIM = "claim"
    DELIVER = "deliver"
    DEFER = "defer"
    FAIL = "fail"
    LOSE = "lose"
    REQUEUE = "requeue"
    RETURN = "return"
    POST = "post"
    HOLD = "hold"
    RELEASE = "release"
    RESEND = "resend"
    MARK_SENT = "mark_sent"
    RETURN_POSTED = "return_posted"
    CANCEL = "cancel"


_S, _V = OutboxState, OutboxVerb
OUTBOX: Mapping[tuple[OutboxState | None, OutboxVerb], OutboxState] = {
    (None, _V.WRITE): _S.PENDING,
    (None, _V.HOLD): _S.HELD,
    (None, _V.CANCEL): _S.CANCELLED,  # its recipient has stopped such letters
    (None, _V.AWAIT_NUMBER): _S.UNNUMBERED,
    (_S.UNNUMBERED, _V.NUMBER): _S.PENDING,
    (_S.PENDING, _V.CLAIM): _S.SENDING,
    (_S.RETRY, _V.CLAIM): _S.SENDING,
    (_S.SENDING, _V.DELIVER): _S.SENT,
    (_S.SENDING, _V.DEFER): _S.RETRY,
    (_S.SENDING, _V.FAIL): _S.FAILED,
    (_S.SENDING, _V.LOSE): _S.UNCERTAIN,
    (_S.SENDING, _V.REQUEUE): _S.PENDING,
    (_S.FAILED, _V.REQUEUE): _S.PENDING,  # the server refused us, not the letter
    (_S.SENT, _V.RETURN): _S.FAILED,
    (_S.UNCERTAIN, _V.RETURN): _S.FAILED,
    (_S.SENT, _V.POST): _S.HELD,
    (_S.UNCERTAIN, _V.POST): _S.HELD,
    (_S.FAILED, _V.POST): _S.HELD,
    (_S.PENDING, _V.HOLD): _S.HELD,
    (_S.RETRY, _V.HOLD): _S.HELD,
    (_S.HELD, _V.RELEASE): _S.PENDING,
    (_S.HELD, _V.MARK_SENT): _S.SENT,  # printed and posted
    (_S.RETRY, _V.RESEND): _S.PENDING,
    (_S.FAILED, _V.RESEND): _S.PENDING,
    (_S.UNCERTAIN, _V.RESEND): _S.PENDING,
    (_S.UNCERTAIN, _V.MARK_SENT): _S.SENT,
    (_S.SENT, _V.RETURN_POSTED): _S.RETURNED,  # posted, and sent back by the post office
    (_S.RETURNED, _V.MARK_SENT): _S.SENT,  # posted again
    **{
        (state, _V.CANCEL): _S.CANCELLED
        for state in (
            *(_S.UNNUMBERED, _S.PENDING, _S.RETRY, _S.HELD),
            *(_S.FAILED, _S.UNCERTAIN, _S.RETURNED),
        )
    },
}
