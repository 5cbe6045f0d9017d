"""Letters asking whether entries of registers are still true (登録の内容の確認)."""

from collections.abc import Sequence
from itertools import chain

from app.documents.common.letter import Letter
from app.mail.post import member_letter, personal_letter
from app.models.accounts.user import Account
from app.models.membership.organisation import Organisation

PURPOSE = "register_question"
SUBJECT = "登録している内容の確認のお願い"
Entries = Sequence[tuple[str, str]]
"""Title of an entry and the link by which it is confirmed."""


def to_member(organisation: Organisation, entries: Entries) -> Letter:
    """Return the letter to the member that keeps the entries."""
    return member_letter.letter(organisation, PURPOSE, SUBJECT, _paragraphs(entries))


def to_officer(account: Account, entries: Entries) -> Letter:
    """Return the letter to an officer, about entries that no member keeps."""
    name = account.get_full_name()
    return personal_letter.letter(name, PURPOSE, SUBJECT, _paragraphs(entries))


def _paragraphs(entries: Entries) -> tuple[str, ...]:
    return (
        "次の登録は、しばらく内容を確認していません。リンクを開き、登録の内容が今もそのとおりであれば、"
        "画面のボタンを押してください。ログインは要りません。",
        *chain.from_iterable((f"・{title}", link) for title, link in entries),
        "変わったところがあるときは、ログインして登録を直してください。リンクは60日間使えます。",
    )
