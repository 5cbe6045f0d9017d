"""Letters about an application (入会申込), one function each: data in, letter out."""

from dataclasses import replace
from datetime import date, datetime

from app import clock
from app.documents.common.letter import Letter
from app.mail.post.member_letter import letter
from app.models.admission.application import Application
from app.rules.common.era import era_date


def confirm_address(application: Application, link: str, *, until: datetime) -> Letter:
    """Return the letter asking whoever entered the application to confirm the mail address.

    until: the deadline.
    """
    last = clock.local(until)
    asking = letter(
        application,
        "application_confirm",
        "メールアドレスの確認について（依頼）",
        (
            "入会申込書が入力されました。まだ受付は完了していません。",
            "次のリンクを開き、画面の「申込みを確定する」を押すと、申込みを受け付けます。",
            link,
            "心当たりのない場合は、このメールを破棄してください。確定しなければ、申込みは無効になります。",
        ),
        items=(
            ("団体名", application.name),
            ("入力日", era_date(clock.local(application.submitted_at).date())),
            ("確定の期限", f"{era_date(last.date())} {last:%H:%M}"),
        ),
    )
    return replace(asking, addressee_person=application.business_contact_name)


def application_received(application: Application, status_link: str = "") -> Letter:
    """Return the letter with receipt number and link to the status page; by post without a link."""
    if status_link:
        how: tuple[str, ...] = (
            "加入の可否は2週間ごとにまとめて決定し、このメールアドレスに通知します。",
            "申込みの状況の確認及び取下げは、次のリンクからできます。補正をお願いしたときも、"
            "このリンクから直せます。",
            "リンクを知っている人は誰でも操作できますので、ほかの人に知らせないでください。",
            status_link,
        )
    else:
        how = (
            "加入の可否は2週間ごとにまとめて決定し、文書で通知します。",
            "申込みを取り下げるとき、又は記載した事項を直すときは、受付番号を添えて事務局に"
            "連絡してください。",
        )
    return letter(
        application,
        "application_received",
        "入会申込書の受付について（通知）",
        ("下記のとおり入会申込書を受け付けました。", *how),
        items=(
            *facts(application),
            ("受付方法", application.received_by.label),
            ("会費", "入会費及び年会費はありません（規約第7条）"),
        ),
        mail_subject=f"入会申込みを受け付けました（受付番号 {application.receipt_number}）",
    )


def correction_requested(application: Application, number: str, status_link: str) -> Letter:
    """Return the request to correct the form (補正依頼), on paper if there is no mail address."""
    if application.business_contact_email or application.email:
        how: tuple[str, ...] = (
            "次のリンクを開いて内容を直し、もう一度送信してください。",
            status_link,
        )
    else:
        how = ("補正した入会申込書を、受付番号を添えて事務局に提出してください。",)
    return letter(
        application,
        "correction_requested",
        "入会申込書の補正について（依頼）",
        ("提出のあった入会申込書について、下記のとおり補正が必要です。", *how),
        items=(*facts(application), ("補正が必要な点", application.correction_request)),
        number=number,
        mail_subject=f"入会申込書の補正のお願い（受付番号 {application.receipt_number}）",
    )


def membership_accepted(application: Application, number: str, login_link: str) -> Letter:
    """Return the letter saying that the application was accepted (入会承認通知), today's before it."""
    decided_on = application.decided_on or clock.today()
    what = _wanted(application)
    return letter(
        application,
        "membership_accepted",
        f"{what}の承認について（通知）",
        (
            f"申込みのあった{what}について、下記のとおり承認し、団体名簿に登録しました。",
            f"{_article(application)}の規定により通知します。",
            "入会申込書に記載した事項に変更があったときは、遅滞なく変更届を提出してください"
            "（一般団体入会要領第3条第2項）。",
        ),
        items=(
            *facts(application),
            ("会員の種別", "一般団体"),
            ("入会日", era_date(decided_on)),
            ("会費", "入会費及び年会費はありません（規約第7条）"),
            ("会員用ページ", login_link),
        ),
        number=number,
        mail_subject=f"{what}を承認しました",
    )


def membership_refused(
    application: Application, number: str, *, words: str, readmittable_from: date | None = None
) -> Letter:
    """Return the letter saying that the application was refused, with the reason (入会不承認通知).

    words: the reason. readmittable_from: the first day on which readmission is possible, while a
    bar applies.
    """
    decided_on = application.decided_on or clock.today()
    what = _wanted(application)
    first = (
        (("再入会を認めることができる最初の日", era_date(readmittable_from)),)
        if readmittable_from
        else ()
    )
    return letter(
        application,
        "membership_refused",
        f"{what}の不承認について（通知）",
        (
            f"申込みのあった{what}について、下記のとおり承認しないことと決定しました。",
            f"{_article(application)}の規定により通知します。",
        ),
        items=(
            *facts(application),
            ("決定日", era_date(decided_on)),
            ("理由", words),
            *first,
        ),
        number=number,
        mail_subject=f"{what}を承認しないことと決定しました",
    )


def _wanted(application: Application) -> str:
    return "再入会" if application.former_organisation_id is not None else "入会"


def _article(application: Application) -> str:
    """Return the provision under which the applicant is told (要領第1条: not for all kinds)."""
    if application.kind.outside_guideline:
        return "規約第5条第2項"
    if application.former_organisation_id is not None:
        return "一般団体入会要領第5条第2項"
    return "一般団体入会要領第2条第2項"


def facts(application: Application) -> tuple[tuple[str, str], ...]:
    """Return number, day of receipt and name of the application."""
    received = application.received_on
    return (
        ("受付番号", application.receipt_number or ""),
        ("受付日", era_date(received) if received else ""),
        ("団体名", application.name),
    )
