"""What of this wing falls due by its date: the timers' sweep calls each until it returns 0."""

from app.rules.common.timer_kinds import Effect, TimerKind
from app.services.common.due_work import Due
from app.services.post import posting

DUE = (
    Due(
        TimerKind(
            "letter.drop_outdated",
            "日を過ぎた郵送待ちの通知の取下げ",
            basis="通知に記した日（会議の日など）",
            effect=Effect.IRREVERSIBLE,
            reason="通知を郵送しないまま終わらせる",
        ),
        lambda actor, _links: posting.drop_outdated(actor),
    ),
)
