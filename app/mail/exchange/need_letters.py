"""Letters about needs and offers (つなぎたい・手伝える). They show no address."""

from app.documents.common.letter import Letter
from app.mail.post import member_letter, personal_letter
from app.models.accounts.user import Account
from app.models.exchange.need_offer import NeedOffer
from app.models.membership.organisation import Organisation
from app.rules.common.era import era_date

SUBJECT = "つなぎたい・手伝えるへのメッセージ"


def written(to: Organisation, entry: NeedOffer, sender: str, text: str, page: str) -> Letter:
    """Return the letter that carries a message to the other side."""
    return member_letter.letter(
        to, "need_message", SUBJECT, _words(sender, text, page), items=_items(entry, sender)
    )


def to_office(account: Account, entry: NeedOffer, sender: str, text: str, page: str) -> Letter:
    """Return the same letter to the secretariat, about an entry of its own."""
    words, items = _words(sender, text, page), _items(entry, sender)
    return personal_letter.letter(
        account.get_full_name(), "need_message", SUBJECT, words, items=items
    )


def expired(to: Organisation, entry: NeedOffer, page: str) -> Letter:
    """Return the letter saying that an entry is past its last day."""
    until = (("期間の末日", era_date(entry.until)),) if entry.until else ()
    return member_letter.letter(
        to,
        "need_expired",
        "つなぎたい・手伝えるの期間の終了",
        (
            "貴団体の登録は期間が終わり、ほかの会員には表示されなくなりました。",
            "次の画面で、つながったことを記録するか、期間を延ばすことができます。何もしなくても構いません。",
            page,
        ),
        items=(("件名", entry.name), *until),
    )


def _words(sender: str, text: str, page: str) -> tuple[str, ...]:
    answer = "返事は、次の画面に入力してください。このメールに返信しても、相手には届きません。"
    return f"{sender}から、メッセージが届きました。", text, answer, page


def _items(entry: NeedOffer, sender: str) -> member_letter.Items:
    return (("件名", entry.name), ("送信した団体", sender))
