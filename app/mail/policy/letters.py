"""Letters to the secretariat about requests of the state's headquarters (法第21条第2項, 第26条第2項)."""

from datetime import date

from app.documents.common.letter import Letter
from app.mail.post.personal_letter import letter
from app.models.accounts.user import Account
from app.models.policy.state_request import StateRequest
from app.rules.common.era import era_date


def state_request_due(request: StateRequest, today: date, account: Account) -> Letter:
    """Return the letter saying that an unanswered request is soon due, or overdue."""
    is_late = today > request.due_on
    state = "期限を過ぎました" if is_late else "期限が近づいています"
    return letter(
        account.get_full_name(),
        "state_request_due",
        f"国の本部からの求めの{state}",
        (
            f"国の本部からの下記の求めの{state}。回答は、まだ記録されていません。",
            "「国の本部からの求め」の画面で内容を確かめ、回答したときは、回答の内容と回答日を記録してください。",
        ),
        items=(
            ("件名", request.subject),
            ("種類", request.basis.label),
            ("期限", era_date(request.due_on)),
        ),
    )
