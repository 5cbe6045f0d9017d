"""The letter that carries a member's message to another (会員からのメッセージ)."""

import re

from app.documents.common.letter import Letter
from app.mail.post.member_letter import letter
from app.models.membership.organisation import Organisation

PURPOSE = "member_message"
BLANK_LINES = re.compile(r"\n[ \t　]*\n")


def member_message(
    recipient: Organisation, sender: Organisation, person: str, subject: str, text: str
) -> Letter:
    """Return the letter. It names who wrote; replies by mail go to that member."""
    return letter(
        recipient,
        PURPOSE,
        f"会員からのメッセージ：{subject}",
        (
            f"{sender.name}から、メッセージが届きました。このメールに返信すると、{sender.name}に届きます。",
            *(part.strip("\n") for part in BLANK_LINES.split(text) if part.strip()),
        ),
        items=(("送信した団体", sender.name), ("送信した人", person)),
    )
