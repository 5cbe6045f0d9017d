"""The letter to those who may release a proposal (二人での決定): its kind and title, nothing else."""

from collections.abc import Mapping

from app.documents.common.letter import Letter
from app.mail.post.personal_letter import letter
from app.models.accounts.user import Account

KINDS: Mapping[str, str] = {
    "batch.decide": "2週間ごとの一括決定",
    "application.accept": "すぐの入会承認",
    "application.refuse": "すぐの不承認",
    "merge.carry_out": "記録の統合",
    "merge.undo": "統合の取消し",
    "meeting.notice": "会議の開催通知",
    "meeting.remind": "会議の回答の督促",
    "meeting.tell_results": "会議の結果の通知",
    "meeting.cancel": "会議の取りやめ",
    "meeting.change": "会議の日時・場所の変更",
    "mail_bulk.send": "会員へのまとめての発信",
    "roster_import.start": "名簿の取込み",
    "register_import.start": "台帳への取込み",
    "roster_import.undo": "名簿の取込みの取消し",
    "setting.change": "二人での決定の設定の変更",
    "account.set_roles": "事務局・システム管理者の権限",
    "activity_summary.publish": "地域協議会の活動の概要の公表",
    "patronage.decide": "後援名義の決定",
    "council_person.coordinate": "調整担当の指名",
    "grant.offer": "補助金の内示",
    "grant.reject": "補助金の不採択",
    "grant.decide": "補助金の交付決定",
    "grant.change": "補助金の変更等の承認",
    "grant.refuse_change": "補助金の変更等の不承認",
    "grant.settle": "補助金の額の確定",
    "grant.revoke": "補助金の交付決定等の取消し",
}
"""Kind of a proposal → its name. A test holds that each kind of views/*/approval_kinds.py has one."""


def approval_awaited(kind: str, title: str, account: Account, link: str, *, again: bool) -> Letter:
    """Return the letter saying that a proposal awaits release. again: for the second time."""
    return letter(
        account.get_full_name(),
        "approval_awaited",
        "承認をお願いします" + ("（再度のお知らせ）" if again else ""),
        (
            "ほかの職員が提案した決定が、承認を待っています。",
            "次のリンクからログインし、内容を確かめて、承認するか差し戻してください。",
            link,
        ),
        items=(("提案", KINDS[kind]), ("件名", title)),
    )
