"""Figures of this wing: letters that went out."""

from app.models.post.outbox import OutboxMessage
from app.rules.states.post.outbox import OutboxState
from app.services.common.figures import Figure, count, within


def _delivered(year: int) -> dict[str, int]:
    sent = (
        OutboxMessage.state == OutboxState.SENT,
        OutboxMessage.unlisted.is_(False),
        within(OutboxMessage.sent_at, year),
    )
    by_post = OutboxMessage.by_post.is_(True)
    return {"電子メール": count(*sent, ~by_post), "郵送": count(*sent, by_post)}


FIGURES = (
    Figure(
        "post.delivered",
        *("通知", "届けた文書", "通"),
        "年度内に送信または発送が済み、戻っていない文書の数（地域協議会の文書を除く）",
        _delivered,
        position=90,
    ),
)
