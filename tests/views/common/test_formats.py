"""Date formats in templates."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask_babel import force_locale

from app.views.common import formats


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (date(2026, 11, 23), "令和8年11月23日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(26, 4, 1), "26年4月1日"),  # a mistyped year is displayed, not refused
    ],
)
def test_day_in_japanese(app: Flask, value: date, words: str) -> None:
    with app.test_request_context("/"):
        assert formats.day(value) == words


def test_day_in_english(app: Flask) -> None:
    with app.test_request_context("/"), force_locale("en"):
        assert formats.day(date(2026, 11, 23)) == "November 23, 2026"


def test_moment_is_shown_in_japanese_time(app: Flask) -> None:
    with app.test_request_context("/"):
        assert formats.moment(datetime(2026, 12, 31, 15, 5, tzinfo=UTC)) == "令和9年1月1日 00:05"


def test_appointment_includes_the_day_of_the_week(app: Flask) -> None:
    value = datetime(2026, 12, 20, 1, 0, tzinfo=UTC)
    with app.test_request_context("/"):
        assert formats.appointment(value) == "令和8年12月20日（日）10:00"
        with force_locale("en"):
            assert formats.appointment(value) == "Sunday, December 20, 2026 10:00"


def test_year_before_the_eras_has_no_era_name() -> None:
    assert formats.era_year(date(26, 4, 1)) == ""


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 11, 28, 17, 23, 33, tzinfo=UTC), "午前2時24分"),
        (datetime(2026, 11, 28, 17, 0, tzinfo=UTC), "午前2時"),
        (datetime(2026, 11, 28, 3, 59, 1, tzinfo=UTC), "午後1時"),
        (datetime(2026, 11, 28, 3, 0, tzinfo=UTC), "午後0時"),
        (datetime(2026, 11, 28, 14, 59, 59, 1, tzinfo=UTC), "午前0時"),
    ],
)
def test_time_of_day_is_rounded_up(app: Flask, moment: datetime, words: str) -> None:
    with app.test_request_context("/"):
        assert formats.time_of_day(moment) == words


@pytest.mark.parametrize(
    ("version", "words"),
    [("2026-11-23", "令和8年11月23日版"), ("2026-04", "令和8年4月版"), ("試行", "試行版")],
)
def test_version_is_named_by_its_day(app: Flask, version: str, words: str) -> None:
    with app.test_request_context("/"):
        assert formats.edition(version) == words


A = "https://a.jp/x?b=1&c=2"
LINK = '<a href="https://a.jp/x?b=1&amp;c=2" rel="noopener">https://a.jp/x?b=1&amp;c=2</a>'


@pytest.mark.parametrize(
    "text, shown",
    [
        (A, LINK),
        (f"{A}をご覧ください", f"{LINK}をご覧ください"),
        (f"{A}。次の文", f"{LINK}。次の文"),
        (f"（{A}）", f"（{LINK}）"),
        (f"URL：{A}, {A}.", f"URL：{LINK}, {LINK}."),
        (f"<b>{A}\n", f"&lt;b&gt;{LINK}\n"),
        ("javascript:alert(1) <i>", "javascript:alert(1) &lt;i&gt;"),
        ("", ""),
    ],
)
def test_addresses_in_a_text_are_links(text: str, shown: str) -> None:
    assert formats.with_links(text) == shown
