"""An answer in writing that reached the secretariat: how, when, and its copy (規約第12条第3項–第5項)."""

from dataclasses import dataclass
from datetime import date, datetime

from app import clock
from app.errors import RuleViolation
from app.models.meeting.meeting import Meeting
from app.rules import Article
from app.rules.common.era import era_date
from app.rules.meeting.agenda import AnswerWay
from app.services.common import attachments
from app.services.meeting import moments


@dataclass(frozen=True)
class Received:
    """A proxy or a statement as received; without a copy, the reason why there is none."""

    way: AnswerWay
    arrived_on: date
    name: str = ""
    """File name of the copy."""
    copy: bytes | None = None
    no_copy_reason: str = ""


def require_writing(way: AnswerWay, article: Article, what: str) -> None:
    """Raise RuleViolation for an answer by telephone. what: 委任, 意思表明."""
    if not way.is_written:
        raise RuleViolation(
            article, f"電話での{what}は受け付けられません。書面か電子メールが必要です。"
        )


def arrival(meeting: Meeting, received: Received, article: Article) -> datetime:
    """Return the moment from which it counts.

    *reading*: the hour of an earlier day is unknown. The answer counts from the beginning of that
    day (on the day of the notice, from the notice on), so that a later click, mail or vote of the
    member takes precedence. Raises RuleViolation for a day in the future or before the notice.
    """
    assert meeting.record_date is not None and meeting.notified_at is not None
    today = clock.today()
    if not meeting.record_date <= received.arrived_on <= today:
        raise RuleViolation(
            article,
            f"到着日は、通知の日（{era_date(meeting.record_date)}）から今日までの日を入力してください。",
        )
    if received.arrived_on == today:
        return moments.now()
    return max(clock.at_start_of(received.arrived_on), meeting.notified_at)


def copied(received: Received, article: Article) -> tuple[str, str]:
    """Return file name and media type of the copy, both "" with a reason why there is none.

    Raises RuleViolation with neither, and for a file of another type than PDF, PNG and JPEG.
    """
    if received.copy is not None:
        return attachments.checked(received.name, received.copy)
    if not received.no_copy_reason.strip():
        raise RuleViolation(article, "写しを添えるか、写しがない理由を入力してください。")
    return "", ""
