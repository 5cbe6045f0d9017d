"""A task that arose from a meeting (協議から生じた課題)."""

from collections.abc import Mapping
from enum import StrEnum

from app.rules.states.common.table import State


class OpenTaskState(State):
    """課題の状態."""

    OPEN = "open", "未了"
    DONE = "done", "完了"


class OpenTaskVerb(StrEnum):
    """Actions on a task."""

    ADD = "add"
    REVISE = "revise"
    FINISH = "finish"
    REOPEN = "reopen"


_S, _V = OpenTaskState, OpenTaskVerb
OPEN_TASK: Mapping[tuple[OpenTaskState | None, OpenTaskVerb], OpenTaskState] = {
    (None, _V.ADD): _S.OPEN,
    (_S.OPEN, _V.REVISE): _S.OPEN,
    (_S.OPEN, _V.FINISH): _S.DONE,
    (_S.DONE, _V.REOPEN): _S.OPEN,
}
