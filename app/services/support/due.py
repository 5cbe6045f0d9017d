"""What of this wing falls due by its date: the timers' sweep calls each until it returns 0."""

from app.rules.common.timer_kinds import Effect, TimerKind
from app.services.common.due_work import Due
from app.services.support import supporters

DUE = (
    Due(
        TimerKind(
            "supporter.remind",
            "サポーターの再研修のお知らせ",
            basis="サポーターの任期（法第12条）",
            effect=Effect.REVERSIBLE,
            reason="お知らせだけで、任期は変わらない",
            open_days=True,
        ),
        supporters.remind_due,
    ),
)
