"""Letters about supporters (サポーター), one function each: data in, letter out."""

from datetime import date

from app.documents.common.letter import Letter
from app.mail.post.member_letter import Items
from app.mail.post.personal_letter import letter
from app.models.accounts.user import Account
from app.models.support.supporter import Supporter
from app.rules.common.era import era_date

LINK_WORDS = (
    "心配な人を相談につなぐときは、次のリンクの画面に入力してください。",
    "このリンクは、あなた専用です。ほかの人に渡さないでください。サポーター証も開けます。",
)
URGENT = "命にかかわるとき、急ぐときは、リンクを使わず、すぐに110番か119番に電話してください。"


def received(name: str) -> Letter:
    """Return the acknowledgement of an application."""
    return letter(
        name,
        "supporter_received",
        "サポーターの申込みの受付",
        (
            "サポーターへのお申込みを受け付けました。ありがとうございます。",
            "研修の日程などは、事務局から連絡します。任命は、研修を修了した後です。",
        ),
    )


def appointed(supporter: Supporter, link: str) -> Letter:
    """Return the letter of appointment, with the personal link."""
    return letter(
        supporter.name,
        "supporter_appointed",
        f"{supporter.kind.label}の任命",
        (f"{supporter.kind.label}に任命します。", *LINK_WORDS, link, URGENT),
        items=_facts(supporter),
    )


def link_again(supporter: Supporter, link: str) -> Letter:
    """Return the letter with a new personal link."""
    return letter(
        supporter.name,
        "supporter_link",
        "相談につなぐためのリンク",
        (*LINK_WORDS, link, "前のリンクは使えなくなりました。", URGENT),
        items=_facts(supporter),
    )


def refresher_due(supporter: Supporter) -> Letter:
    """Return the letter saying that the term ends, and a refresher is due."""
    return letter(
        supporter.name,
        "supporter_refresher",
        "再研修のご案内",
        (
            "サポーターの任期がまもなく終わります。続けるときは、再研修を受けてください。",
            "日程は、事務局にお尋ねください。続けないときも、事務局にお知らせください。",
        ),
        items=_facts(supporter),
    )


def renewed(supporter: Supporter) -> Letter:
    """Return the letter saying until when the term has been extended."""
    return letter(
        supporter.name,
        "supporter_renewed",
        "サポーターの任期の更新",
        ("再研修の修了を確かめ、任期を更新しました。今のリンクを続けて使えます。",),
        items=_facts(supporter),
    )


def application_waits(account: Account) -> Letter:
    """Return the letter to the secretariat about a new application, without a name."""
    return letter(
        account.get_full_name(),
        "supporter_application",
        "サポーターの申込みがありました",
        ("サポーターの申込みがありました。「サポーター」の画面で確かめてください。",),
    )


def term_ends(number: str, until: date, account: Account) -> Letter:
    """Return the letter to the secretariat about a term that ends soon, without a name."""
    return letter(
        account.get_full_name(),
        "supporter_term_ends",
        "サポーターの再研修の時期になりました",
        (
            "任期が終わるまでに、再研修か終了を「サポーター」の画面で記録してください。",
            "任期を過ぎると、相談につなぐためのリンクは使えなくなります。",
        ),
        items=(("任命番号", number), ("任期の末日", era_date(until))),
    )


def _facts(supporter: Supporter) -> Items:
    until = supporter.term_until
    return (("任命番号", supporter.number), *((("任期の末日", era_date(until)),) if until else ()))
