"""The one letter to the council's persons: it says that there is something to read, and no more."""

from app.documents.letter import Letter
from app.mail.personal_letter import letter
from app.models.user import Account


def something_to_read(account: Account, link: str) -> Letter:
    """Asks to log in. What it is about stands behind the log-in alone (法第18条)."""
    return letter(
        account.get_full_name(),
        "something_to_read",
        "確認していただくお知らせがあります",
        (
            "地域協議会の画面に、確認していただくお知らせがあります。次のリンクからログインして確認してください。",
            link,
            "秘密を守るため、お知らせの内容はこのメールに記載していません。このメールに返信しても届きません。",
        ),
    )
