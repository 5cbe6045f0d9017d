"""Follow-up tasks from discussions (協議から生じた課題): a new state needs no change elsewhere.

The page offers a button for each verb that its state allows; list and home follow the states.
"""

from collections.abc import Mapping

from app.rules.common.labelled import Labelled
from app.rules.states.common.table import State


class OpenTaskState(State):
    """課題の状態."""

    OPEN = "open", "未了"
    DONE = "done", "完了"


class OpenTaskVerb(Labelled):
    """Actions on a task, as their buttons call them."""

    ADD = "add", "登録する"
    REVISE = "revise", "保存する"
    FINISH = "finish", "完了にする"
    REOPEN = "reopen", "未了に戻す"


_S, _V = OpenTaskState, OpenTaskVerb
OPEN_TASK: Mapping[tuple[OpenTaskState | None, OpenTaskVerb], OpenTaskState] = {
    (None, _V.ADD): _S.OPEN,
    (_S.OPEN, _V.REVISE): _S.OPEN,
    (_S.OPEN, _V.FINISH): _S.DONE,
    (_S.DONE, _V.REOPEN): _S.OPEN,
}
