"""Letters about patronage (後援名義): the decision is an official one."""

from app.documents.common.letter import Letter
from app.mail.post import member_letter, personal_letter
from app.models.accounts.user import Account
from app.models.exchange.patronage import Patronage
from app.models.membership.organisation import Organisation
from app.rules.common.era import era_date
from app.rules.states.exchange.patronage import PatronageStage


def waits(account: Account, entry: Patronage) -> Letter:
    """Return the letter to the secretariat about an application."""
    return personal_letter.letter(
        account.get_full_name(),
        "patronage_waits",
        "後援名義の申請がありました",
        ("「後援名義」の画面で内容を確かめ、決定を提案してください。",),
        items=_items(entry),
    )


def decided(member: Organisation, entry: Patronage, number: str) -> Letter:
    """Return the official letter with the decision."""
    granted = entry.stage is PatronageStage.GRANTED
    named = "とっとり孤独・孤立対策官民連携プラットフォームの名義を使用することを承認します。"
    words = (
        f"申請のありました下記の行事について、{named}"
        if granted
        else "申請のありました下記の行事について、後援名義の使用を承認しないこととしましたので、通知します。"
    )
    note = (
        ("行事が終わりましたら、会員用ページの「後援名義」から報告してください。",)
        if granted
        else ()
    )
    reason = ((("条件" if granted else "理由"), entry.words),) if entry.words else ()
    return member_letter.letter(
        member,
        "patronage_decided",
        "後援名義の使用について（通知）",
        (words,),
        items=(*_items(entry), *reason),
        number=number,
        closing=note,
    )


def report_due(member: Organisation, entry: Patronage) -> Letter:
    """Return the letter reminding the member of the report."""
    return member_letter.letter(
        member,
        "patronage_report_due",
        "後援名義の報告のお願い",
        (
            "下記の行事の報告が、まだ登録されていません。会員用ページの「後援名義」から報告してください。",
        ),
        items=_items(entry),
    )


def _items(entry: Patronage) -> member_letter.Items:
    held = (("開催日", era_date(entry.held_on)),) if entry.held_on else ()
    return (("行事", entry.name), *held, ("会場", entry.place))
