"""Letters about a requested correction and about taking an application back, one function each."""

from collections.abc import Sequence

from app import clock
from app.documents.common.letter import Letter
from app.mail.admission.application_letters import facts
from app.mail.post.member_letter import letter
from app.models.admission.application import Application, ApplicationCorrection
from app.rules.common.era import era_date


def correction_reminder(application: Application, number: str, status_link: str) -> Letter:
    """Return the reminder of a correction that has not arrived yet."""
    asked_at = application.correction_requested_at
    if application.business_contact_email or application.email:
        how: tuple[str, ...] = (
            "次のリンクを開いて内容を直し、もう一度送信してください。"
            "申込みを続けないときは、同じ画面から取り下げることができます。",
            status_link,
        )
    else:
        how = (
            "次の点を直した入会申込書を、受付番号を添えて事務局へ提出してください。"
            "申込みを続けないときは、その旨を事務局へお知らせください。",
        )
    return letter(
        application,
        "correction_reminder",
        "入会申込書の補正について（依頼）",
        ("先に依頼した入会申込書の補正が、まだ届いていません。", *how),
        items=(
            *facts(application),
            ("補正をお願いした日", era_date(clock.local(asked_at).date()) if asked_at else ""),
            ("補正が必要な点", application.correction_request),
        ),
        number=number,
        mail_subject=f"入会申込書の補正について、再度のお願い（受付番号 {application.receipt_number}）",
    )


def correction_entered(
    application: Application, done: ApplicationCorrection, items: Sequence[str]
) -> Letter:
    """Return the confirmation of a correction that the secretariat entered. items: their names."""
    return letter(
        application,
        "correction_entered",
        f"入会申込書の補正を受け付けました（受付番号 {application.receipt_number}）",
        (
            "お知らせいただいた補正を、事務局で入力しました。",
            "心当たりのない場合、内容が違う場合は、事務局へお知らせください。",
        ),
        items=(
            *facts(application),
            ("補正を受けた日", era_date(done.told_on) if done.told_on else ""),
            ("受けた方法", done.received_by.label),
            ("知らせた人", done.told_by),
            ("補正した事項", "、".join(items) or "誓約又は同意"),
        ),
    )


def taken_back(application: Application) -> Letter:
    """Return the confirmation that the application was taken back at the applicant's request."""
    assert application.decided_on is not None and application.taken_back_way is not None
    return letter(
        application,
        "application_taken_back",
        f"入会申込みの取下げを受け付けました（受付番号 {application.receipt_number}）",
        (
            "次の申出により、入会申込みを取り下げたものとして扱います。",
            "心当たりのない場合は、事務局へお知らせください。"
            "改めて入会を希望するときは、もう一度お申し込みください。",
        ),
        items=(
            *facts(application),
            ("申出のあった日", era_date(application.decided_on)),
            ("申出の方法", application.taken_back_way.label),
            ("申し出た人", application.taken_back_by),
        ),
    )
