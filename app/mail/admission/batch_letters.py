"""Letters to the secretariat about a two-week batch (2週間ごとの一括決定)."""

from datetime import date

from app.documents.common.letter import Letter
from app.mail.post.personal_letter import letter
from app.models.accounts.user import Account
from app.rules.common.era import era_date


def batch_to_close(name: str, last_day: date, account: Account) -> Letter:
    """Return the letter saying that the two weeks of a batch are over."""
    return letter(
        account.get_full_name(),
        "batch_to_close",
        f"一括決定を締め切る日になりました（{name}）",
        (
            "入会申込みの一括決定の2週間が過ぎました。",
            "「2週間ごとの一括決定」の画面で締め切り、決定案を付けて提出してください。",
        ),
        items=(("回", name), ("期間の最後の日", era_date(last_day))),
    )
