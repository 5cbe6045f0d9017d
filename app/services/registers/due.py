"""What of this wing falls due by its date: the timers' sweep calls each until it returns 0."""

from app.rules.common.timer_kinds import Effect, TimerKind
from app.services.common.due_work import Due
from app.services.registers import freshness

DUE = (
    Due(
        TimerKind(
            "register.ask",
            "登録の内容の確認の依頼",
            basis="台帳ごとの確認の間隔（窓口は6か月）",
            effect=Effect.REVERSIBLE,
            reason="確認をお願いするだけで、登録の内容は変えない",
            open_days=True,
        ),
        lambda actor, links: freshness.ask_due(actor, links=links),
    ),
)
