"""Letters about the course of a grant that are no decisions: receipts, corrections, reminders."""

from app.documents.common.letter import Letter
from app.mail.post.member_letter import Items, letter
from app.mail.post.personal_letter import letter as personal_letter
from app.models.accounts.user import Account
from app.models.grants.grant import Grant, GrantPayment
from app.rules.common.era import era_date
from app.rules.grants.amounts import yen
from app.rules.grants.content import PaperKind

OWN_PAGE = "会員用ページの「わたしの補助金」で、内容と今後の手続を確かめられます。"

_RESULT = "結果は、文書でお知らせします。"
_FOLLOWS = dict.fromkeys(PaperKind, _RESULT) | {PaperKind.CLAIM: "支払をお待ちください。"}


def about(grant: Grant) -> Items:
    """Return what every letter says of the grant."""
    return (("補助金", grant.call.name), ("受付番号", grant.number))


def received(grant: Grant, kind: PaperKind) -> Letter:
    """Return the letter that a paper has arrived."""
    items = about(grant)
    if kind is PaperKind.APPLICATION and grant.place is not None:
        items += (("到達の順", f"{grant.place}番目（{grant.call.choosing.label}）"),)
    if kind is not PaperKind.CLAIM:
        items += (("申請額", yen(grant.asked)),)
    return letter(
        grant.organisation,
        f"grant_{kind.value}_received",
        f"{kind.label}の受付について",
        (f"{kind.label}を受け付けました。{_FOLLOWS[kind]}", OWN_PAGE),
        items=items,
    )


def confirmation_asked(grant: Grant, account: Account, link: str) -> Letter:
    """Return the letter that asks a second person of the body to confirm."""
    return personal_letter(
        account.get_full_name(),
        "grant_confirmation_asked",
        "補助金の応募書の確認をお願いします",
        (
            f"{grant.asked_by_name}さんが、補助金の応募書を作成しました。",
            "次のリンクからログインし、内容を確かめて、提出するか書き直しに戻してください。確認した人が提出します。",
            link,
        ),
        organisation=grant.organisation.name,
        items=(*about(grant), *_deadline(grant)),
    )


def returned(grant: Grant, kind: PaperKind) -> Letter:
    """Return the letter that asks for a correction."""
    return letter(
        grant.organisation,
        "grant_returned",
        f"{kind.label}の補正について",
        (
            f"提出された{kind.label}について、次のとおり補正をお願いします。",
            "会員用ページの「わたしの補助金」で内容を直し、もう一度提出してください。"
            "応募の到達の順は変わりません。",
        ),
        items=(*about(grant), ("補正の内容", grant.note), *_deadline(grant)),
    )


def minor_change(grant: Grant) -> Letter:
    """Return the letter that a small change is in force without approval."""
    return letter(
        grant.organisation,
        "grant_minor_change",
        "補助事業の軽微な変更の受付について",
        (
            f"変更を受け付けました。経費の{grant.call.change_percent}％以内の変更で、"
            "補助金額が増えないため、承認は必要ありません。変更後の内容で事業を行ってください。",
        ),
        items=(*about(grant), ("交付決定額", yen(grant.amount)), *_deadline(grant)),
    )


def withdrawn(grant: Grant) -> Letter:
    """Return the letter that confirms a withdrawal."""
    return letter(
        grant.organisation,
        "grant_withdrawn",
        "補助金の取下げの受付について",
        ("補助金の取下げを受け付けました。この補助金の手続は、これで終わりです。",),
        items=(*about(grant), ("理由", grant.note)),
    )


def paid(grant: Grant, payment: GrantPayment) -> Letter:
    """Return the letter that a payment was made."""
    assert payment.paid_on is not None
    return letter(
        grant.organisation,
        "grant_paid",
        "補助金の支払について",
        (
            "補助金を、届け出られた口座に支払いました。",
            "領収書などの証拠書類は、事業の完了した年度の翌年度から5年間保存してください。",
        ),
        items=(
            *about(grant),
            ("区分", payment.kind.label),
            ("支払額", yen(payment.amount)),
            ("支払日", era_date(payment.paid_on)),
        ),
    )


def repaid(grant: Grant) -> Letter:
    """Return the letter that a repayment came in."""
    assert grant.repaid_on is not None
    return letter(
        grant.organisation,
        "grant_repaid",
        "補助金の返還の確認について",
        ("補助金の返還を確認しました。この補助金の手続は、これで終わりです。",),
        items=(
            *about(grant),
            ("返還額", yen(grant.repay)),
            ("返還日", era_date(grant.repaid_on)),
        ),
    )


def deadline_near(grant: Grant, link: str) -> Letter:
    """Return the reminder of the body's next deadline."""
    return letter(
        grant.organisation,
        "grant_deadline_near",
        "補助金の手続の期限が近づいています",
        (f"次の手続の期限が近づいています。今の状態は「{grant.state.label}」です。", link),
        items=(*about(grant), *_deadline(grant)),
    )


def deadline_over(grant: Grant, account: Account, link: str) -> Letter:
    """Return the letter that tells an officer of a body that let its deadline pass."""
    return personal_letter(
        account.get_full_name(),
        "grant_deadline_over",
        "補助金の手続の期限が過ぎました",
        (
            f"{grant.organisation.name}の補助金の手続が、期限までに行われていません。"
            f"今の状態は「{grant.state.label}」です。",
            link,
        ),
        items=(*about(grant), *_deadline(grant)),
    )


def _deadline(grant: Grant) -> Items:
    return (("期限", era_date(grant.deadline)),) if grant.deadline else ()
