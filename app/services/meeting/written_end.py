"""The end of a written resolution: what still keeps an undecided item open (規約第12条第5項)."""

from datetime import timedelta

from sqlalchemy import func, or_, select

from app.extensions import db
from app.models.meeting.attendance import RollEntry
from app.models.meeting.inbound import InboundMail
from app.models.meeting.meeting import Meeting
from app.rules.states.meeting.inbound import InboundState
from app.services.common import heartbeats
from app.services.meeting import moments

INBOX_READ = "inbox_read"
"""The heartbeat of the start of the last run that left no mail in the inbox unread."""
DELIVERY = timedelta(minutes=5)
"""Time that our mail server may take from accepting a mail to putting it into the inbox."""


def is_over(meeting: Meeting) -> bool:
    """Whether the last day is over, so that what arrives is late."""
    return moments.now() >= meeting.answers_end


def hindrance(meeting: Meeting, *, reads_mail: bool) -> str:
    """Return why an item cannot be closed as undecided yet; "" if it can.

    *reading*: what arrived by the last day counts whenever it is read (民法第97条). So the result is
    not final before the inbox has been read past that day, and before a person has judged the mails
    that wait for one. reads_mail: whether an inbox is read automatically.
    """
    if not is_over(meeting):
        return "回答の期限が過ぎるまで締め切れません。"
    read_at = heartbeats.last_beat(INBOX_READ)
    if reads_mail and (read_at is None or read_at < meeting.answers_end + DELIVERY):
        return (
            "期限までに届いたメールを、まだ読み終えていません。受信箱の自動読取りが期限の5分後を"
            "過ぎるまで待って、締め切ってください。"
        )
    waiting = _mails_waiting(meeting)
    if waiting:
        return (
            f"期限までに届いたメール{waiting}件が確認待ちです。"
            "「メールでの回答」で確認してから締め切ってください。"
        )
    return ""


def _mails_waiting(meeting: Meeting) -> int:
    """Count the mails of its answer period that wait for a person: its own, and nobody's."""
    statement = (
        select(func.count(InboundMail.id))
        .outerjoin(InboundMail.entry)
        .where(InboundMail.state == InboundState.WAITING)
        .where(InboundMail.arrived_at >= meeting.notified_at)
        .where(InboundMail.arrived_at < meeting.answers_end)
        .where(or_(InboundMail.entry_id.is_(None), RollEntry.meeting_id == meeting.id))
    )
    return db.session.scalar(statement) or 0
