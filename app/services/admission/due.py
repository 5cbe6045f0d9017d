"""What of this wing falls due by its date: the timers' sweep calls each until it returns 0."""

from app.rules.common.timer_kinds import Effect, TimerKind
from app.services.admission import applications, corrections, fortnights
from app.services.common.due_work import Due

DUE = (
    Due(
        TimerKind(
            "application.expire",
            "確認されなかった入会申込みの終了",
            basis="申込みの画面での案内（メールアドレスの確認の期限）",
            effect=Effect.IRREVERSIBLE,
            reason="申込みを終わらせる",
        ),
        lambda actor, _links: applications.expire_unconfirmed(actor),
    ),
    Due(
        TimerKind(
            "application.remind",
            "入会申込みの補正の督促",
            basis="要領第2条第1項",
            effect=Effect.REVERSIBLE,
            reason="督促であり、期限も効果も変えない",
            open_days=True,
        ),
        lambda actor, links: corrections.remind_due(actor, links=links),
    ),
    Due(
        TimerKind(
            "batch.remind",
            "一括決定の締切りのお知らせ（事務局あて）",
            basis="要領第2条第2項",
            effect=Effect.REVERSIBLE,
            reason="事務局へのお知らせだけ",
            open_days=True,
        ),
        lambda actor, _links: fortnights.remind_due(actor),
    ),
)
