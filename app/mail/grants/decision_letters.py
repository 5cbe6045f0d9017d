"""The formal letters of a grant, each with a document number: 内示, 交付決定, 変更承認, 額の確定, 取消し."""

from datetime import date

from app.documents.common.letter import Letter
from app.mail.grants.body_letters import about
from app.mail.post.member_letter import Items, letter
from app.models.grants.grant import Grant, GrantPaper
from app.rules.common.era import era_date
from app.rules.grants.amounts import Reckoning, yen
from app.rules.grants.calls import ChangeKind
from app.rules.grants.payments import Rest

# For how long evidence is kept, the papers do not say: five years is a *reading*.
CONDITIONS = (
    "補助事業の内容や経費を変えるとき、中止するとき、廃止するときは、事前に承認を受けてください。",
    "交付決定の日より前に支払った経費は、補助の対象になりません。",
    "領収書などの証拠書類は、事業の完了した年度の翌年度から5年間保存してください。",
)


BACK = "返還額は、期限までに、別にお送りする納入通知書により納めてください。"
"""By a notice of payment (納入の通知, 地方自治法第231条)."""


def calculation(reckoning: Reckoning) -> str:
    """Return the steps of a calculation in words, one a line."""
    return "\n".join(
        f"{step.name}：{step.words}＝{yen(step.amount)}" for step in reckoning.steps[:-1]
    )


def offered(grant: Grant, number: str) -> Letter:
    """Return 内示通知."""
    return _letter(
        grant,
        "grant_offered",
        "補助金の内示について（通知）",
        (
            "応募のあった補助金について、次のとおり内示します。期限までに交付を申請してください。",
            "内示は交付の決定ではありません。経費の支払は、交付決定の後に行ってください。",
        ),
        (("内示額", yen(grant.amount)), *_due("交付申請の期限", grant.due_on)),
        number,
    )


def rejected(grant: Grant, number: str) -> Letter:
    """Return the letter that a grant was not chosen."""
    text = "応募のあった補助金について、審査の結果、次の理由により採択しないこととしました。"
    return _letter(
        grant,
        "grant_rejected",
        "補助金の審査の結果について（通知）",
        (text,),
        _reason(grant),
        number,
    )


def decided(grant: Grant, paper: GrantPaper, until: date, number: str) -> Letter:
    """Return 交付決定通知書. paper: what it was decided on. until: the last day for a withdrawal."""
    said = paper.said
    assert said.starts_on is not None and said.ends_on is not None
    conditions = (("交付の条件", grant.note),) if grant.note else ()
    return _letter(
        grant,
        "grant_decided",
        "補助金の交付決定について（通知）",
        ("補助金の交付を次のとおり決定しました。",),
        (
            ("補助事業", said.title),
            ("期間", f"{era_date(said.starts_on)}から{era_date(said.ends_on)}まで"),
            ("交付決定額", yen(grant.amount)),
            ("計算", calculation(said.reckoning(grant.its_terms))),
            *conditions,
            ("取下げの期限", era_date(until)),
            *_due("実績報告の期限", grant.due_on),
        ),
        number,
        closing=CONDITIONS,
    )


def changed(grant: Grant, kind: ChangeKind, before: int, number: str) -> Letter:
    """Return the approval of a change, a suspension or an end (変更承認). before: the amount until now."""
    former = (("変更前の交付決定額", yen(before)),) if before != grant.amount else ()
    resuming = (
        "再開するときは、会員用ページの「わたしの補助金」で「事業を再開する」を押してください。"
    )
    return _letter(
        grant,
        "grant_changed",
        f"補助事業の{_SHORT[kind]}の承認について（通知）",
        (
            f"申請のあった補助事業の{_SHORT[kind]}を承認します。",
            *((resuming,) if kind is ChangeKind.SUSPENSION else ()),
        ),
        (
            ("承認の内容", kind.label),
            *former,
            ("交付決定額", yen(grant.amount)),
            *((("条件", grant.note),) if grant.note else ()),
            *_due("実績報告の期限", grant.due_on),
        ),
        number,
    )


def change_refused(grant: Grant, number: str) -> Letter:
    """Return the refusal of a change."""
    text = "申請のあった補助事業の変更等は、次の理由により承認しないこととしました。"
    subject = "補助事業の変更等の申請について（通知）"
    return _letter(grant, "grant_change_refused", subject, (text,), _reason(grant), number)


def settled(grant: Grant, reckoning: Reckoning, follows: tuple[Rest, int], number: str) -> Letter:
    """Return 額の確定通知. follows: what is still to be claimed or paid back."""
    rest, amount = follows
    what = {
        Rest.CLAIM: (
            "会員用ページの「わたしの補助金」から、請求書を提出してください。",
            "請求できる額",
        ),
        Rest.NOTHING: ("概算払の額と同じため、請求の手続は要りません。", "請求できる額"),
        Rest.REPAY: (f"概算払の額が確定額を超えるため、差額の返還を求めます。{BACK}", "返還額"),
    }[rest]
    return _letter(
        grant,
        "grant_settled",
        "補助金の額の確定について（通知）",
        ("実績報告を検査し、補助金の額を次のとおり確定しました。", what[0]),
        (
            ("確定額", yen(grant.amount)),
            ("計算", calculation(reckoning)),
            (what[1], yen(amount)),
            *_due("返還の期限", grant.due_on),
        ),
        number,
    )


def revoked(grant: Grant, before: int, number: str) -> Letter:
    """Return 取消し, with what is to be paid back (返還). before: the amount until now."""
    back: Items = ()
    if grant.repay:
        back = (("返還額", yen(grant.repay)), *_due("返還の期限", grant.due_on))
    return _letter(
        grant,
        "grant_revoked",
        "補助金の交付決定等の取消しについて（通知）",
        (
            "次の理由により、補助金の交付の決定又は内示を取り消しました。",
            *((BACK,) if grant.repay else ()),
        ),
        (
            *_reason(grant),
            ("取消し前の額", yen(before)),
            ("取消し後の額", yen(grant.amount)),
            *back,
        ),
        number,
    )


_SHORT = {
    ChangeKind.CONTENT: "変更",
    ChangeKind.SUSPENSION: "中止",
    ChangeKind.ABOLITION: "廃止",
}


def _letter(
    grant: Grant,
    purpose: str,
    subject: str,
    paragraphs: tuple[str, ...],
    items: Items,
    number: str,
    closing: tuple[str, ...] = (),
) -> Letter:
    return letter(
        grant.organisation,
        purpose,
        subject,
        paragraphs,
        items=(*about(grant), *items),
        number=number,
        closing=closing,
    )


def _due(label: str, day: date | None) -> Items:
    return ((label, era_date(day)),) if day else ()


def _reason(grant: Grant) -> Items:
    return (("理由", grant.note),)
