"""What an event is, who may come, and until when (行事).

The source names workshops, forums and subcommittees and says no more: deadlines, offers and the
period after which names go are readings.
"""

import re
from datetime import date, datetime, time, timedelta
from unicodedata import normalize

from app.rules.common.labelled import Labelled
from app.rules.membership.roster import Tier

OFFER_LASTS = timedelta(days=2)
"""How long an offer of a seat is valid, unless the registration closes before (*reading*)."""
REMINDED_BEFORE = timedelta(days=2)
MORNING = timedelta(hours=9)
"""Time of day at which reminders and questionnaires go out."""
NEAREST_DOOR = timedelta(hours=12)
"""How long before the start the door may be opened (*reading*)."""
_ADDRESS = re.compile(r"://|@|www\.|\w\.([a-z]{2,}|[A-Z]{2,})")
"""What a mail program turns into a link."""


class EventKind(Labelled):
    """行事の種類."""

    WORKSHOP = "workshop", "ワークショップ"
    FORUM = "forum", "フォーラム"
    SUBCOMMITTEE = "subcommittee", "分科会の会合"
    DIALOGUE = "dialogue", "行政との対話"
    TRAINING = "training", "研修"
    OTHER = "other", "その他"


class EventWay(Labelled):
    """開催方法 (Web開催 of GIF 451-5)."""

    PLACE = "place", "会場"
    ONLINE = "online", "オンライン"
    BOTH = "both", "会場とオンライン"

    @property
    def attendance_mode(self) -> str:
        """The name in schema.org."""
        names = {EventWay.PLACE: "Offline", EventWay.ONLINE: "Online", EventWay.BOTH: "Mixed"}
        return f"https://schema.org/{names[self]}EventAttendanceMode"

    @property
    def gif(self) -> str:
        """The name in GIF."""
        names = {EventWay.PLACE: "現地のみ", EventWay.ONLINE: "オンライン"}
        return names.get(self, "ハイブリッド")


class EventAudience(Labelled):
    """Who sees an event and who may register for it."""

    PUBLIC = "public", "だれでも申し込める"
    SHOWN = "shown", "だれでも見られ、会員だけが申し込める"
    MEMBERS = "members", "会員だけが見られ、申し込める"
    OPEN = "open", "だれでも参加できる（申込みは不要）"

    @property
    def tier(self) -> Tier:
        """Who sees a published event."""
        return Tier.MEMBERS if self is EventAudience.MEMBERS else Tier.PUBLIC


class Need(Labelled):
    """参加への配慮."""

    SIGN = "sign", "手話通訳"
    CAPTION = "caption", "要約筆記"
    WHEELCHAIR = "wheelchair", "車いすの席"
    CHILDCARE = "childcare", "託児"


def name_fault(name: str) -> str:
    """Return what is wrong with a person's name, in Japanese; "" if nothing.

    It stands at the head of the letter that goes to whatever address a stranger types: an address
    in it would make the platform the sender of advertisements.
    """
    if not _ADDRESS.search(normalize("NFKC", name)):
        return ""
    return "お名前に、URLやメールアドレスは入力できません。"


def times_fault(starts_at: time | None, ends_at: time | None) -> str:
    """Return what is wrong with the times of a day, in Japanese; "" if nothing."""
    if starts_at is None or ends_at is None or starts_at < ends_at:
        return ""
    return "終了の時刻は、開始より後の時刻を入力してください。"


def deadline_fault(day: date | None, deadline: date | None) -> str:
    """Return what is wrong with a last day for registrations, in Japanese; "" if nothing."""
    if day is None or deadline is None or deadline <= day:
        return ""
    return "申込みの締切は、開催日以前の日を入力してください。"


def offered_until(now: datetime, closes_at: datetime) -> datetime:
    """Return until when an offer made now is valid."""
    return min(now + OFFER_LASTS, closes_at)


def forgotten_from(day: date, months: int) -> date:
    """Return the day from which names are deleted: so many months after the event."""
    year, month = divmod(day.month - 1 + months, 12)
    begin = date(day.year + year, month + 1, 1)
    following = date(begin.year + begin.month // 12, begin.month % 12 + 1, 1)
    last = following - timedelta(days=1)
    return begin.replace(day=min(day.day, last.day)) + timedelta(days=1)
