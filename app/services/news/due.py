"""What of this wing falls due by its date: the timers' sweep calls each until it returns 0."""

from app.rules.common.timer_kinds import Effect, TimerKind
from app.services.common.due_work import Due
from app.services.news import digests, news

DUE = (
    Due(
        TimerKind(
            "news.expire",
            "掲載の期間が終わったお知らせの抹消",
            basis="お知らせごとの掲載の最終日",
            effect=Effect.REVERSIBLE,
            reason="事務局がいつでも元に戻せる",
        ),
        lambda actor, _links: news.expire_due(actor),
    ),
    Due(
        TimerKind(
            "news.digest",
            "お知らせのまとめメール",
            basis="週に1回（その週の最初の開庁日）",
            effect=Effect.IRREVERSIBLE,
            reason="会員に送信する",
            open_days=True,
        ),
        digests.send_due,
    ),
)
