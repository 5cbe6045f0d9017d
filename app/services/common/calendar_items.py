"""What stands in the calendar (行事予定): a wing declares it in services/<wing>/calendar.py.

There `items(first, last)` yields what lies between two days, for all audiences; the calendar leaves
each viewer their own.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from app import clock
from app.rules.common.audience import Audience


@dataclass(frozen=True)
class CalendarItem:
    """One entry. uid: stable, without the host; path: of its page; ends: exclusive for whole days."""

    uid: str
    title: str
    begins: datetime | date
    ends: datetime | date
    changed_at: datetime
    audience: Audience
    place: str = ""
    path: str = ""
    note: str = ""
    sequence: int = 0
    is_cancelled: bool = False

    @property
    def day(self) -> date:
        """The day on which it begins, in Japan."""
        return self.start.date()

    @property
    def is_whole_day(self) -> bool:
        """Whether no time of day is known."""
        return not isinstance(self.begins, datetime)

    @property
    def start(self) -> datetime:
        """When it begins, in Japan's time; a whole day at 0:00."""
        if isinstance(self.begins, datetime):
            return clock.local(self.begins)
        return datetime.combine(self.begins, time.min, tzinfo=clock.TOKYO)
