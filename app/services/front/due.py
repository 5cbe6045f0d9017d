"""What of this wing falls due by its date: the timers' sweep calls each until it returns 0."""

from app.rules.common.timer_kinds import Effect, TimerKind
from app.services.common.due_work import Due
from app.services.front import approval_mail

PURGE = "data.purge"
DUE = (
    Due(
        TimerKind(
            "approval.tell",
            "承認を待つ提案のお知らせ",
            basis="二人での決定の定め（3開庁日で再度）",
            effect=Effect.REVERSIBLE,
            reason="お知らせだけで、提案は変わらない",
        ),
        lambda actor, links: approval_mail.tell_due(actor, links=links),
    ),
    Due(
        TimerKind(
            PURGE,
            "期限が切れた下書き、ログイン、リンクの削除",
            basis="個人情報保護法第22条",
            effect=Effect.IRREVERSIBLE,
            reason="データを削除する",
        )
    ),
)
