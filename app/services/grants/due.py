"""What of this wing falls due by its date: the timers' sweep calls each until it returns 0."""

from app.rules.common.timer_kinds import Effect, TimerKind
from app.services.common.due_work import Due
from app.services.grants import deadline_mail

DUE = (
    Due(
        TimerKind(
            "grant.remind",
            "補助金の期限のお知らせ（団体あて）",
            basis="補助金の募集で定める期限の5開庁日前",
            effect=Effect.REVERSIBLE,
            reason="お知らせだけで、期限は変わらない",
            open_days=True,
        ),
        deadline_mail.remind_due,
    ),
    Due(
        TimerKind(
            "grant.late",
            "補助金の期限が過ぎたお知らせ（事務局あて）",
            basis="補助金の募集で定める期限",
            effect=Effect.REVERSIBLE,
            reason="事務局へのお知らせだけ",
            open_days=True,
        ),
        deadline_mail.tell_late,
    ),
)
