"""Opening hours of a desk (受付時間): rules of the week and the year, and exceptions.

Moments are Japan's local time without zone; what somebody types is read in `hours_text.py`.

*Reading*: lines on the same weekday add up, and one that closes it wins. The year goes before the
week, an exception before both, and the last written before those above it. A span past midnight
belongs to the day on which it begins, so the next day's closing does not cut it off.
"""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from app.rules.common.era import weekday

DAY_MINUTES = 24 * 60
HOLIDAY = 7
"""祝日 beside the weekdays 0 (Monday) to 6."""
EVERY_DAY = tuple(range(7))
_HORIZON = 400
"""Days in which an opening is searched for: a year with its closing days."""
_AHEAD = 8
"""Days in which the end of what is open now is searched for; open for longer is open always."""
_LONGEST_REASON = 100
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Span:
    """A time of a day, in minutes after its midnight; past the next midnight it is more than 1,440."""

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not 0 <= self.opens < DAY_MINUTES or not 0 < self.closes - self.opens <= DAY_MINUTES:
            raise ValueError(
                "終わりの時刻は始まりより後の24時間以内に、翌日なら「翌2:00」のように書いてください。"
            )


@dataclass(frozen=True, order=True)
class WeekRule:
    """Weekdays (0 to 6, 7 for 祝日), in which weeks of the month (1 to 5, none for all), when.

    Without spans they are closed.
    """

    days: tuple[int, ...]
    weeks: tuple[int, ...] = ()
    spans: tuple[Span, ...] = ()

    def applies(self, kind: int, day: date) -> bool:
        """Whether the rule is about a day: kind is its weekday, or 祝日."""
        return kind in self.days and (not self.weeks or (day.day + 6) // 7 in self.weeks)


@dataclass(frozen=True)
class YearRule:
    """Days of every year, (month, day) to (month, day), also over New Year's; closed without spans."""

    first: tuple[int, int]
    last: tuple[int, int]
    spans: tuple[Span, ...] = ()
    reason: str = ""

    def applies(self, day: date) -> bool:
        """Whether the rule is about a day."""
        on = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= on <= self.last
        return on >= self.first or on <= self.last


@dataclass(frozen=True)
class DateRule:
    """An exception for the days from first to last, with its reason; closed without spans."""

    first: date
    last: date
    spans: tuple[Span, ...] = ()
    reason: str = ""

    def applies(self, day: date) -> bool:
        """Whether the exception is about a day."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Hours:
    """All rules of a desk. With `holidays_as_usual` a 祝日 is its weekday."""

    week: tuple[WeekRule, ...] = ()
    year: tuple[YearRule, ...] = ()
    dates: tuple[DateRule, ...] = ()
    holidays_as_usual: bool = False


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans in order, those that touch or overlap as one of at most 24 hours."""
    joined: list[Span] = []
    for span in sorted(spans):
        opens = joined[-1].opens if joined else 0
        closes = max(joined[-1].closes, span.closes) if joined else 0
        if joined and span.opens <= joined[-1].closes and closes - opens <= DAY_MINUTES:
            joined[-1] = Span(opens, closes)
        else:
            joined.append(span)
    return tuple(joined)


def special(hours: Hours, day: date) -> DateRule | YearRule | None:
    """Return the exception or rule of the year in force on a day."""
    for exception in reversed(hours.dates):
        if exception.applies(day):
            return exception
    return next((rule for rule in reversed(hours.year) if rule.applies(day)), None)


def spans_on(hours: Hours, day: date, holidays: Set[date]) -> tuple[Span, ...]:
    """Return the spans that begin on a day, in order."""
    rule = special(hours, day)
    if rule is not None:
        return merged(rule.spans)
    usual = hours.holidays_as_usual or day not in holidays
    kind = day.weekday() if usual else HOLIDAY
    rules = [rule for rule in hours.week if rule.applies(kind, day)]
    if any(not rule.spans for rule in rules):
        return ()
    return merged(span for rule in rules for span in rule.spans)


def _periods(
    hours: Hours, first: date, days: int, holidays: Set[date]
) -> Iterator[tuple[datetime, datetime]]:
    """Yield the periods that begin within some days, in order, joined over midnight."""
    last: tuple[datetime, datetime] | None = None
    for number in range(days):
        day = first + number * _ONE_DAY
        midnight = datetime.combine(day, time())
        for span in spans_on(hours, day, holidays):
            opens = midnight + timedelta(minutes=span.opens)
            closes = midnight + timedelta(minutes=span.closes)
            if last is not None and opens <= last[1]:
                last = (last[0], max(last[1], closes))
            else:
                if last is not None:
                    yield last
                last = (opens, closes)
    if last is not None:
        yield last


def closes_at(hours: Hours, moment: datetime, holidays: Set[date]) -> datetime | None:
    """Return when what is open at a moment closes, None when it is closed.

    Open beyond the next week is told as the last moment that was looked at.
    """
    for opens, closes in _periods(hours, moment.date() - _ONE_DAY, _AHEAD + 1, holidays):
        if opens <= moment < closes:
            return closes
        if opens > moment:
            break
    return None


def is_open(hours: Hours, moment: datetime, holidays: Set[date]) -> bool:
    """Whether somebody is there at a moment: from the minute of opening, until that of closing."""
    return closes_at(hours, moment, holidays) is not None


def next_opening(hours: Hours, moment: datetime, holidays: Set[date]) -> datetime | None:
    """Return the first opening after a moment, None when there is none within 400 days."""
    if not any(rule.spans for rules in (hours.week, hours.year, hours.dates) for rule in rules):
        return None
    periods = _periods(hours, moment.date() - _ONE_DAY, _HORIZON, holidays)
    return next((opens for opens, _closes in periods if opens > moment), None)


def closed_today(hours: Hours, today: date, *, until: date, reason: str) -> Hours:
    """Return hours with an exception from today until a last day; exceptions that are over go.

    Raises ValueError, in Japanese, when the last day is past or the reason too long.
    """
    reason = " ".join(reason.split())
    if len(reason) > _LONGEST_REASON:
        raise ValueError(f"理由は{_LONGEST_REASON}文字以内で入力してください。")
    if until < today:
        raise ValueError("休みの終わりの日は、今日以後にしてください。")
    kept = tuple(rule for rule in hours.dates if rule.last >= today)
    return replace(hours, dates=(*kept, DateRule(today, until, (), reason)))


def clock(minutes: int) -> str:
    """Format minutes after midnight: 8:30, 24:00, 翌2:00."""
    if minutes > DAY_MINUTES:
        return f"翌{clock(minutes - DAY_MINUTES)}"
    return f"{minutes // 60}:{minutes % 60:02}"


def phrase(hours: Hours, moment: datetime, holidays: Set[date]) -> str:
    """Say whether a desk is open: いま開いています（17:15まで）, 次は12月2日（水）8:30から.

    A closing for a reason is told with it. Nothing is said of a desk without rules.
    """
    today = moment.date()
    closes = closes_at(hours, moment, holidays)
    if closes is not None:
        minutes = int((closes - datetime.combine(today, time())).total_seconds()) // 60
        if minutes <= 2 * DAY_MINUTES:
            return f"いま開いています（{clock(minutes)}まで）"
        return "いま開いています"
    if hours == Hours():
        return ""
    opens = next_opening(hours, moment, holidays)
    if opens is None:
        said = "次に開く日は決まっていません"
    else:
        on = "今日" if opens.date() == today else _day(opens.date())
        said = f"次は{on}{clock(opens.hour * 60 + opens.minute)}から"
    rule = special(hours, today)
    if rule is not None and not rule.spans and rule.reason:
        return f"今日は休みです（{rule.reason}）。{said}"
    return said


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日{weekday(day)}"
