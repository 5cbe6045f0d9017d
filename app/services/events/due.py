"""What of this wing falls due by its date: the timers' sweep calls each until it returns 0."""

from app.rules.common.timer_kinds import Effect, TimerKind
from app.services.common.due_work import Due
from app.services.events import people

DUE = (
    Due(
        TimerKind(
            "event.forget",
            "行事の参加者の名前の削除",
            basis="行事ごとの「名前を残す月数」（個人情報保護法第22条）",
            effect=Effect.IRREVERSIBLE,
            reason="データを削除する",
        ),
        lambda actor, _links: people.forget_due(actor),
    ),
)
