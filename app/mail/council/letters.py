"""The only letter to persons on the council: there is something to read, without its content."""

from app.documents.common.letter import Letter
from app.mail.post.personal_letter import letter
from app.models.accounts.user import Account


def something_to_read(account: Account, link: str) -> Letter:
    """Return the letter asking to log in. Its subject is shown only after log-in (法第18条)."""
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
