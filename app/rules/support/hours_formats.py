"""Opening hours in formats of others: schema.org, HSDS 3 and GIF 451-7, as plain values."""

from collections.abc import Set
from datetime import date, timedelta

from app.rules.support.hours import (
    DAY_MINUTES,
    EVERY_DAY,
    HOLIDAY,
    DateRule,
    Hours,
    Span,
    merged,
    spans_on,
)
from app.rules.support.hours_text import NAMES, normal_text

_ENGLISH = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_CODES = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
_JAPAN = 9
"""Offset from UTC in hours."""


def opening_hours_specification(
    hours: Hours, today: date, holidays: Set[date], *, days: int = 92
) -> list[dict[str, object]]:
    """Return OpeningHoursSpecification of schema.org: the week, and each day that departs from it.

    days: how far ahead. A day that is closed opens and closes at 00:00.
    """
    usual = _usual_week(hours)
    said: list[dict[str, object]] = [
        {"dayOfWeek": [f"https://schema.org/{_ENGLISH[day]}" for day in on]} | _opens_closes(span)
        for spans, on in _alike(usual).items()
        for span in spans
    ]
    for day in (today + timedelta(days=number) for number in range(days)):
        spans = spans_on(hours, day, holidays)
        if spans != usual[day.weekday()]:
            valid: dict[str, object] = dict.fromkeys(("validFrom", "validThrough"), day.isoformat())
            shut: dict[str, object] = {"opens": "00:00", "closes": "00:00"}
            said += [valid | times for times in map(_opens_closes, spans)] or [valid | shut]
    return [{"@type": "OpeningHoursSpecification"} | each for each in said]


def opening_hours_of_the_week(hours: Hours) -> list[dict[str, object]]:
    """Return the usual week, and 祝日 where they are not as usual: what stays true unattended."""
    said = opening_hours_specification(hours, date(2024, 1, 1), frozenset(), days=0)
    if hours.holidays_as_usual or not hours.week:
        return said
    spans = merged(span for rule in hours.week if HOLIDAY in rule.days for span in rule.spans)
    holiday = {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": "https://schema.org/PublicHolidays",
    }
    shut: dict[str, object] = {"opens": "00:00", "closes": "00:00"}
    return [*said, *({**holiday, **times} for times in (list(map(_opens_closes, spans)) or [shut]))]


def hsds_schedules(hours: Hours) -> list[dict[str, object]]:
    """Return the schedules of HSDS 3 (RFC 5545), to which the caller adds ids.

    HSDS knows no closed days: what it cannot say stands in the description, the normal text.
    """
    rows: list[dict[str, object]] = [
        _schedule("WEEKLY", [_CODES[day] for day in on], span)
        for spans, on in _alike(_usual_week(hours)).items()
        for span in spans
    ]
    for rule in hours.week:
        codes = [f"{week}{_CODES[day]}" for week in rule.weeks for day in rule.days]
        rows += [_schedule("MONTHLY", codes, span) for span in rule.spans if rule.weeks]
    for dated in hours.dates:
        valid = {"valid_from": dated.first.isoformat(), "valid_to": dated.last.isoformat()}
        rows += [valid | _schedule("WEEKLY", _codes(dated), span) for span in dated.spans]
    return [row | {"description": normal_text(hours)} for row in rows]


def gif_times(hours: Hours) -> dict[str, str]:
    """Return 利用可能曜日, 開始時刻, 終了時刻 of the usual week and 利用可能日時説明 (GIF 451-7)."""
    usual = _usual_week(hours)
    spans = merged(span for each in usual for span in each)
    return {
        "利用可能曜日": "".join(NAMES[day] for day in EVERY_DAY if usual[day]),
        "開始時刻": _iso(spans[0].opens) if spans else "",
        "終了時刻": _iso(max(span.closes for span in spans)) if spans else "",
        "利用可能日時説明": normal_text(hours).replace("\n", "、"),
    }


def _usual_week(hours: Hours) -> list[tuple[Span, ...]]:
    """Return the spans of each weekday in a week without anything special."""
    plain = Hours(tuple(rule for rule in hours.week if not rule.weeks))
    monday = date(2024, 1, 1)
    return [spans_on(plain, monday + timedelta(days=day), frozenset()) for day in EVERY_DAY]


def _alike(week: list[tuple[Span, ...]]) -> dict[tuple[Span, ...], list[int]]:
    found: dict[tuple[Span, ...], list[int]] = {}
    for day, spans in enumerate(week):
        found.setdefault(spans, []).append(day)
    return found


def _schedule(freq: str, codes: list[str], span: Span) -> dict[str, object]:
    times = {f"{name}_at": f"{time}:00+09:00" for name, time in _opens_closes(span).items()}
    return {"freq": freq, "byday": ",".join(codes), "timezone": _JAPAN, **times}


def _codes(rule: DateRule) -> list[str]:
    length = min((rule.last - rule.first).days + 1, 7)
    return [_CODES[day] for day in sorted((rule.first.weekday() + n) % 7 for n in range(length))]


def _opens_closes(span: Span) -> dict[str, object]:
    """Both formats take a closing before the opening for the next day's, and no 24:00."""
    whole_day = span.closes - span.opens == DAY_MINUTES
    return {"opens": _iso(span.opens), "closes": _iso(span.closes - whole_day)}


def _iso(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"
