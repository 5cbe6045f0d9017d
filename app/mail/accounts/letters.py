"""Letters about an account (利用者), one function each: data in, letter out."""

from app.documents.common.letter import Letter
from app.mail.post.member_letter import Items
from app.mail.post.personal_letter import letter
from app.models.accounts.user import Account

LOG_IN_CODE = "log_in_code"
"""The purpose of a letter with a code."""
UNEXPECTED = "心当たりのない場合は、このメールを破棄し、念のため事務局に連絡してください。"


def invitation(account: Account, inviter: str, link: str) -> Letter:
    """Return the invitation asking a person to set a password."""
    invited_by = f"{inviter}さんから、" if inviter and inviter != "system" else ""
    return _letter(
        account,
        "account_invitation",
        "利用者登録のご案内",
        (
            f"{invited_by}孤独・孤立対策プラットフォームの利用者として招待がありました。",
            "次のリンクを開いて、パスワードを設定してください。期限は14日間で、一度だけ使えます。",
            link,
            "期限が過ぎたときは、招待した人か事務局に、招待の再送を依頼してください。",
            UNEXPECTED,
        ),
        items=(("ログイン名", account.username), *_organisation(account)),
    )


def password_reset(account: Account, link: str) -> Letter:
    """Return the letter with the link for resetting a forgotten password."""
    return _letter(
        account,
        "password_reset",
        "パスワードの再設定",
        (
            "パスワードの再設定の申込みがありました。",
            "次のリンクを開いて、新しいパスワードを設定してください。期限は1時間で、一度だけ使えます。",
            link,
            "心当たりのない場合は、何もする必要はありません。今のパスワードはそのまま使えます。",
        ),
        items=(("ログイン名", account.username),),
    )


def log_in_code(account: Account, code: str) -> Letter:
    """Return the letter with the code that a log-in asks for."""
    return _letter(
        account,
        LOG_IN_CODE,
        "ログインの確認コード",
        (
            "ログインの確認コードは、次のとおりです。期限は10分間で、一度だけ使えます。",
            code,
            "ログインの画面に入力してください。事務局がこのコードをお尋ねすることはありません。",
            "心当たりのない場合は、ほかの人がパスワードを知っています。すぐに「パスワードを忘れたとき」の画面からパスワードを設定し直し、事務局に連絡してください。",
        ),
        items=(("ログイン名", account.username),),
    )


def confirm_email(account: Account, link: str) -> Letter:
    """Return the letter to a new address, which takes effect once the link has been opened."""
    return _letter(
        account,
        "email_change",
        "メールアドレスの変更の確認",
        (
            "このメールアドレスを、利用者の新しいメールアドレスとする変更の申込みがありました。",
            "次のリンクを開くと、変更が完了します。期限は1日間です。",
            link,
            "心当たりのない場合は、このメールを破棄してください。リンクを開かなければ、変更されません。",
        ),
        items=(("氏名", account.get_full_name()),),
    )


def security_notice(account: Account, what: str) -> Letter:
    """Return the notice of a change to the person's log-in settings. what: a Japanese sentence."""
    return _letter(
        account,
        "security_notice",
        "ログインに関する設定が変わりました",
        (
            what,
            "ご自身の操作であれば、何もする必要はありません。",
            "心当たりのない場合は、すぐに「パスワードを忘れたとき」の画面からパスワードを設定し直し、事務局に連絡してください。",
        ),
        items=(("ログイン名", account.username),),
    )


def new_colleague(account: Account, organisation: str, reader: str, inviter: str) -> Letter:
    """Return the notice to a person, or to the organisation, of a new one who may act for it."""
    by = "事務局（システム）" if inviter in ("", "system") else inviter
    return letter(
        reader,
        "new_colleague",
        "貴団体の利用者が加わりました",
        (
            "貴団体を代表して届出や回答ができる利用者が、次のとおり加わりました。",
            "心当たりのない場合は、すぐに「所属団体の利用者」の画面で利用を停止し、事務局に連絡してください。",
        ),
        organisation=organisation,
        items=(
            ("団体名", organisation),
            ("加わった人", account.get_full_name()),
            ("メールアドレス", account.email),
            ("登録した人", by),
        ),
    )


def _organisation(account: Account) -> Items:
    return (("団体名", account.organisation.name),) if account.organisation else ()


def _letter(
    account: Account, purpose: str, subject: str, paragraphs: tuple[str, ...], *, items: Items = ()
) -> Letter:
    organisation = account.organisation.name if account.organisation else ""
    name = account.get_full_name()
    return letter(name, purpose, subject, paragraphs, organisation=organisation, items=items)
