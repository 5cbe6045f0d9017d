"""Letters on the withdrawal notice (退会届) and on an executive member's request for release."""

from app import clock
from app.documents.common.letter import Letter
from app.mail.post.member_letter import letter
from app.models.filings.withdrawal import ReleaseRequest, WithdrawalNotice
from app.rules.common.era import era_date


def withdrawal_received(notice: WithdrawalNotice, number: str) -> Letter:
    """Return the acknowledgement of the notice, with its effective date (退会届受理通知)."""
    last_day = era_date(notice.last_day)
    if notice.last_day == notice.effective_on:
        last_day += "（この届を受け付けた時まで）"
    return letter(
        notice.organisation,
        "withdrawal_received",
        "退会届の受理について（通知）",
        (
            "規約第6条及び一般団体入会要領第4条第1項の規定による退会届を、下記のとおり受理しました。",
            "下記の日から会員の資格がなくなり、団体名簿の登録を抹消します。"
            "それまでの記録は、事務局が保管します。",
            "再び入会を希望するときは、再入会を希望する理由を記した説明書を添えて、"
            "入会申込書を提出してください（一般団体入会要領第5条第1項）。",
        ),
        items=(
            ("受付番号", notice.receipt_number),
            ("受付日", era_date(clock.local(notice.received_at).date())),
            ("団体名", notice.organisation.name),
            ("会員である最後の日", last_day),
            ("会員でなくなる日", era_date(notice.effective_on)),
        ),
        number=number,
        mail_subject=f"退会届を受理しました（受付番号 {notice.receipt_number}）",
    )


def release_requested(request: ReleaseRequest, number: str) -> Letter:
    """Return the letter saying that a request for release awaits the platform meeting (規約第9条第2号)."""
    wish = "一般団体として会員を続ける" if request.becomes_general else "退会する"
    return letter(
        request.organisation,
        "release_requested",
        "幹事団体の退会の申出の受付について（通知）",
        (
            "幹事団体の退会の申出を、下記のとおり受け付けました。",
            "幹事団体の退会は、プラットフォーム会議が議決します（規約第9条第2号）。"
            "議決されるまでは、引き続き幹事団体です。議案とする会議が決まったときは、通知します。",
        ),
        items=(
            ("受付番号", request.receipt_number),
            ("受付日", era_date(clock.local(request.received_at).date())),
            ("団体名", request.organisation.name),
            ("退会後の希望", wish),
            ("理由", request.reason or "（記載なし）"),
        ),
        number=number,
        mail_subject=f"幹事団体の退会の申出を受け付けました（受付番号 {request.receipt_number}）",
    )
