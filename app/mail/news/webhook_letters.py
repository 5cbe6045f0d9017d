"""The letter to the secretariat about a webhook that was turned off."""

from app.documents.common.letter import Letter
from app.mail.post.personal_letter import letter
from app.models.accounts.user import Account
from app.models.news.webhook import Webhook


def turned_off(account: Account, webhook: Webhook) -> Letter:
    """Return the letter saying that a receiver is told nothing more."""
    return letter(
        account.get_full_name(),
        "webhook_off",
        "Webhookの送信を停止しました",
        (
            "外部への自動の通知（Webhook）のうち、次の送信先への送信を停止しました。",
            "送信先の管理者に確かめ、「Webhook」の画面で再開してください。",
        ),
        items=(("用途", webhook.purpose), ("送信先", webhook.url), ("理由", webhook.off_because)),
    )
