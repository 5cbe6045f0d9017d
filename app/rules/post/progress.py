"""How far a letter has come, in the words of the desk: the states of the outbox, grouped."""

from collections.abc import Mapping

from app.rules.common.labelled import Labelled
from app.rules.states.post.outbox import OutboxState


class Progress(Labelled):
    """What the desk counts, in the order in which it asks for a person."""

    UNNUMBERED = "unnumbered", "番号待ち"
    TO_POST = "to_post", "郵送待ち"
    UNCERTAIN = "uncertain", "要確認"
    FAILED = "failed", "失敗"
    RETURNED = "returned", "返送"
    WAITING = "waiting", "待ち"
    ARRIVED = "arrived", "届いた"
    CANCELLED = "cancelled", "取消し"


_S, _P = OutboxState, Progress
BY_STATE: Mapping[OutboxState, Progress] = {
    _S.UNNUMBERED: _P.UNNUMBERED,
    _S.PENDING: _P.WAITING,
    _S.SENDING: _P.WAITING,
    _S.RETRY: _P.WAITING,
    _S.HELD: _P.WAITING,
    _S.SENT: _P.ARRIVED,
    _S.FAILED: _P.FAILED,
    _S.UNCERTAIN: _P.UNCERTAIN,
    _S.RETURNED: _P.RETURNED,
    _S.CANCELLED: _P.CANCELLED,
}


def progress(state: OutboxState, *, by_post: bool) -> Progress:
    """Return how far a letter has come. by_post: whether it is printed and posted."""
    if by_post and state is OutboxState.HELD:
        return Progress.TO_POST
    return BY_STATE[state]


def states_of(wanted: Progress) -> tuple[OutboxState, ...]:
    """Return the states that count as such; those to post are held ones."""
    if wanted is Progress.TO_POST:
        return (OutboxState.HELD,)
    return tuple(state for state, counted in BY_STATE.items() if counted is wanted)
