"""Template filters for dates, times and subjects; era years in Japanese, Gregorian in English."""

import re
from datetime import UTC, date, datetime, timedelta

from flask import Flask
from flask_babel import format_date, get_locale
from markupsafe import Markup, escape

from app import clock
from app.rules.common import era

WEB = re.compile(r"https?://[!-~]+")
SENTENCE_ENDS = ".,;:!?)>]'\""
LINK = Markup('<a href="{0}" rel="noopener">{0}</a>')


def register(app: Flask) -> None:
    """Add the filters below."""
    app.jinja_env.filters.update(
        era_year=era_year,
        day=day,
        moment=moment,
        appointment=appointment,
        edition=edition,
        yearmonth=yearmonth,
        month=month,
        utc=utc,
        topic=topic,
        in_fiscal_year=in_fiscal_year,
        with_links=with_links,
    )


def with_links(text: str) -> Markup:
    """Return a letter's text with its web addresses as links.

    An address ends where Japanese goes on: Jinja's own filter looks for spaces.
    """
    parts, end = [], 0
    for found in WEB.finditer(text):
        address = found[0].rstrip(SENTENCE_ENDS)
        parts += [escape(text[end : found.start()]), LINK.format(address)]
        end = found.start() + len(address)
    return Markup("").join([*parts, escape(text[end:])])


def era_year(value: date) -> str:
    """Return 令和8年; empty for a year before 明治, which a mistyped date may contain."""
    try:
        return era.era_year(value)
    except ValueError:
        return ""


def day(value: date) -> str:
    """Return 令和8年11月23日; in English, November 23, 2026."""
    locale = get_locale()
    if locale is not None and locale.language == "en":
        return str(format_date(value, "long"))
    return f"{era_year(value) or f'{value.year}年'}{value.month}月{value.day}日"


def in_fiscal_year(value: int) -> str:
    """Return 令和6年度 for 2024; in English, FY2024."""
    locale = get_locale()
    if locale is not None and locale.language == "en":
        return f"FY{value}"
    return era.in_fiscal_year(value)


def utc(value: datetime) -> datetime:
    """Return a naive UTC time, as in Flask-AppBuilder's own columns, with its time zone."""
    return value.replace(tzinfo=UTC)


def moment(value: datetime) -> str:
    """Return 令和8年11月23日 14:05 in Japan's time. value: aware."""
    local = clock.local(value)
    return f"{day(local.date())} {local:%H:%M}"


def appointment(value: datetime) -> str:
    """Return 令和8年11月23日（月）14:05 in Japan's time, for appointments. value: aware."""
    local = clock.local(value)
    locale = get_locale()
    if locale is not None and locale.language == "en":
        return f"{format_date(local.date(), 'full')} {local:%H:%M}"
    return f"{day(local.date())}{era.weekday(local.date())}{local:%H:%M}"


def yearmonth(value: date) -> str:
    """Return 令和8年4月; in English, 2026/4."""
    locale = get_locale()
    if locale is not None and locale.language == "en":
        return f"{value.year}/{value.month}"
    return era.era_month(value)


def month(value: str) -> str:
    """Return 2026-11 as 令和8年11月; in English, November 2026."""
    first = date.fromisoformat(f"{value}-01")
    locale = get_locale()
    if locale is not None and locale.language == "en":
        return str(format_date(first, "MMMM y"))
    return era.era_month(first)


def edition(version: str) -> str:
    """Return 令和8年11月23日版; in English, Version 2026-11-23."""
    locale = get_locale()
    if locale is not None and locale.language == "en":
        return f"Version {version}"
    return era.edition(version)


def time_of_day(value: datetime) -> str:
    """Return 午前2時24分 in Japan's time, rounded up to the minute. value: aware."""
    local = clock.local(value)
    if local.second or local.microsecond:
        local = local.replace(second=0, microsecond=0) + timedelta(minutes=1)
    locale = get_locale()
    if locale is not None and locale.language == "en":
        return f"{local:%H:%M}"
    half = "午前" if local.hour < 12 else "午後"
    return (
        f"{half}{local.hour % 12}時{local.minute}分"
        if local.minute
        else f"{half}{local.hour % 12}時"
    )


def topic(subject: str) -> str:
    """Return a letter's subject without the service's name, which prefixes every subject."""
    return re.sub(r"^【[^】]*】", "", subject)
