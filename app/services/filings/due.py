"""What of this wing falls due by its date: the timers' sweep calls each until it returns 0."""

from app.rules.common.timer_kinds import Effect, TimerKind
from app.services.common.due_work import Due
from app.services.filings import contact_attempts, contact_questions, withdrawals

DUE = (
    Due(
        TimerKind(
            "withdrawal.take_effect",
            "退会の効力の発生",
            basis="規約第6条、要領第4条",
            effect=Effect.IRREVERSIBLE,
            reason="会員資格を終わらせ、通知を送る",
        ),
        lambda actor, _links: withdrawals.take_effect_due(actor),
    ),
    Due(
        TimerKind(
            "contact.ask",
            "連絡の確認（9か月、11か月、12か月）",
            basis="規約第6条第1号",
            effect=Effect.IRREVERSIBLE,
            reason="除名の理由の判断にかかわる照会を会員に送る",
        ),
        lambda actor, links: contact_questions.ask_due(actor, links=links),
        drop=contact_questions.pass_over_due,
    ),
    Due(
        TimerKind(
            "contact.returned",
            "戻ってきた照会の記録",
            basis="規約第6条第1号",
            effect=Effect.REVERSIBLE,
            reason="届かなかったことを記録するだけで、通知は送らない",
        ),
        lambda actor, _links: contact_attempts.record_returned(actor),
    ),
)
