"""Letters to officers of the secretariat."""

from datetime import date

from app.documents.common.letter import Letter
from app.mail.post.personal_letter import letter
from app.models.accounts.user import Account
from app.models.meeting.meeting import Meeting
from app.models.membership.organisation import Organisation
from app.rules.common.era import era_date
from app.rules.membership.readmission import LossCause, readmittable_from


def readmission_possible(organisation: Organisation, lost_on: date, account: Account) -> Letter:
    """Return the letter saying that the three-year bar after an expulsion has ended (要領第5条第2項)."""
    first = readmittable_from(lost_on, LossCause.EXPULSION)
    return letter(
        account.get_full_name(),
        "readmission_possible",
        "再入会を認めることができる日の到来について（通知）",
        (
            "除名された下記の団体について、再入会を認めない期間（一般団体入会要領第5条第2項）が終わりました。",
            "この通知は、日付を知らせるものです。再入会の可否は、申込みを受けて決定します。",
        ),
        items=(
            ("団体名", organisation.name),
            ("資格喪失日", era_date(lost_on)),
            ("再入会を認めることができる最初の日", era_date(first)),
        ),
    )


def answers_due(meeting: Meeting, account: Account) -> Letter:
    """Return the letter saying that the deadline of a written resolution has passed (規約第12条第5項)."""
    return letter(
        account.get_full_name(),
        "answers_due",
        f"書面決議の回答期限の到来について（通知）（{meeting.title}）",
        (
            "下記の議案の書面決議は、回答期限になりました。",
            "会議の画面で、決議に至らなかった議案を締め切り、書面決議を終えてください。",
        ),
        items=tuple(
            (
                item.label,
                f"{item.title}（{item.outcome.label if item.outcome else item.state.label}）",
            )
            for item in meeting.items
        ),
    )
