"""What of this wing falls due by its date: the timers' sweep calls each until it returns 0."""

from app.rules.common.timer_kinds import Effect, TimerKind
from app.services.common.due_work import Due
from app.services.exchange import need_offers, patronages, referrals

DUE = (
    Due(
        TimerKind(
            "need_offer.expire",
            "つなぎたい・手伝えるの期間の終了",
            basis="登録ごとの期間（指定がなければ60日）",
            effect=Effect.REVERSIBLE,
            reason="団体がいつでも期間を延ばせる",
        ),
        need_offers.expire_due,
    ),
    Due(
        TimerKind(
            "patronage.remind",
            "後援名義の報告のお願い",
            basis="行事の14日後",
            effect=Effect.REVERSIBLE,
            reason="お知らせだけで、決定は変わらない",
            open_days=True,
        ),
        lambda actor, _links: patronages.remind_due(actor),
    ),
    Due(
        TimerKind(
            "referral.follow",
            "声をかけた団体の入会申込みの記録",
            basis="申込みの受付と決定",
            effect=Effect.REVERSIBLE,
            reason="台帳の段階を変え、声をかけた団体に知らせるだけ",
        ),
        lambda actor, _links: referrals.follow_due(actor),
    ),
)
