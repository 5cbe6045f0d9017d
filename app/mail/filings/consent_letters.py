"""The letter about a consent to serve (幹事団体加入内諾書, 規約第5条第1項)."""

from app import clock
from app.documents.common.letter import Letter
from app.mail.post.member_letter import letter
from app.models.filings.consent import ConsentToServe
from app.rules.common.era import era_date


def consent_received(consent: ConsentToServe, number: str) -> Letter:
    """Return the acknowledgement of a consent, kept until the selecting meeting (規約第9条第2号)."""
    return letter(
        consent.organisation,
        "consent_received",
        "幹事団体加入内諾書の受付について（通知）",
        (
            "規約第5条第1項の規定による幹事団体加入内諾書を、下記のとおり受け付けました。",
            "幹事団体は、プラットフォーム会議の議決により選出されます（規約第9条第2号）。"
            "この内諾書は、それまで事務局が保管します。結果は、会議の後に通知します。",
            "選出されるまでは、いつでも取り下げることができます。",
        ),
        items=(
            ("受付番号", consent.receipt_number),
            ("受付日", era_date(clock.local(consent.received_at).date())),
            ("団体名", consent.organisation.name),
            ("県内で担う役割と、本会の活動への取組", consent.statement),
        ),
        number=number,
        mail_subject=f"幹事団体加入内諾書を受け付けました（受付番号 {consent.receipt_number}）",
    )
