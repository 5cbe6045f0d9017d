"""Opening hours: what an officer types, what it means at a moment, what others' formats get."""

import time
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.support.hours import (
    DateRule,
    Hours,
    Span,
    WeekRule,
    YearRule,
    closed_today,
    closes_at,
    is_open,
    merged,
    next_opening,
    phrase,
    spans_on,
)
from app.rules.support.hours_formats import (
    gif_times,
    hsds_schedules,
    opening_hours_of_the_week,
    opening_hours_specification,
)
from app.rules.support.hours_text import MOST_LINES, normal_text, parse
from tests.rules.dates import day

NONE: frozenset[date] = frozenset()
NEW_YEAR_HOLIDAYS = frozenset({day("2026-11-23"), day("2027-01-01"), day("2027-01-11")})
OFFICE = "月〜金 8:30〜12:00、13:00〜17:15\n祝日 休み\n12月29日〜1月3日 休み"

TYPED = [
    ("月〜金 8:30〜17:15", "月〜金 8:30〜17:15|祝日 休み"),
    ("平日　８：３０～１７：１５", "月〜金 8:30〜17:15|祝日 休み"),
    ("月曜日から金曜日まで：8時30分から17時15分まで", "月〜金 8:30〜17:15|祝日 休み"),
    ("月-金 8:30-17:15", "月〜金 8:30〜17:15|祝日 休み"),
    ("平日 午前9時〜午後5時半", "月〜金 9:00〜17:30|祝日 休み"),
    (
        "月～金 8:30～17:15（祝日、年末年始を除く）",
        "月〜金 8:30〜17:15|祝日 休み|毎年12月29日〜1月3日 休み",
    ),
    ("月・水 9:00〜12:00、13:00〜17:00", "月・水 9:00〜12:00、13:00〜17:00|祝日 休み"),
    ("月水 13:00-17:00 9:00-12:00", "月・水 9:00〜12:00、13:00〜17:00|祝日 休み"),
    ("月 9:00〜12:00、12:00〜17:00", "月曜 9:00〜17:00|祝日 休み"),
    ("毎日 24時間", "毎日 24時間|祝日も開く"),
    ("年中無休 0:00〜24:00", "毎日 24時間|祝日も開く"),
    ("毎日 24時間\n祝日 休み", "毎日 24時間|祝日 休み"),
    ("月〜金 9:00〜17:00\n祝日も開く", "月〜金 9:00〜17:00|祝日も開く"),
    ("金 22:00〜翌2:00", "金曜 22:00〜翌2:00|祝日 休み"),
    ("金 22時〜26時", "金曜 22:00〜翌2:00|祝日 休み"),
    ("第2・第4土曜 9:00〜12:00", "第2・第4土曜 9:00〜12:00|祝日 休み"),
    ("毎月第二・四土曜日 9時〜12時", "第2・第4土曜 9:00〜12:00|祝日 休み"),
    ("水曜 休み\n毎日 9:00〜17:00", "毎日 9:00〜17:00|水曜 休み|祝日も開く"),
    ("土日祝 休み", "土・日 休み|祝日 休み"),
    ("土日祝 10:00〜15:00", "土・日・祝日 10:00〜15:00"),
    ("土〜月 10:00〜15:00", "月・土・日 10:00〜15:00|祝日 休み"),
    ("祝日 10:00〜15:00", "祝日 10:00〜15:00"),
    ("平日は9:00〜17:00です。", "月〜金 9:00〜17:00|祝日 休み"),
    ("火曜日・木曜日（祝日を除く） 13時〜16時", "火・木 13:00〜16:00|祝日 休み"),
    ("12月1日10:00〜11:00", "毎年12月1日 10:00〜11:00"),
    ("12月29日〜1月3日 休み", "毎年12月29日〜1月3日 休み"),
    ("12/29〜1/3 休み", "毎年12月29日〜1月3日 休み"),
    ("年末年始 休業", "毎年12月29日〜1月3日 休み"),
    ("8月13日から15日まで 休み（お盆）", "毎年8月13日〜8月15日 休み（お盆）"),
    ("2月29日 休み", "毎年2月29日 休み"),
    ("2026年12月1日 休み（研修のため）", "2026年12月1日 休み（研修のため）"),
    ("令和8年12月1日（火）〜3日（木） 休み", "2026年12月1日〜3日 休み"),
    ("Ｒ８.12.1 休み（ｼｽﾃﾑ①）", "2026年12月1日 休み（ｼｽﾃﾑ①）"),
    ("2026-12-05 10:00〜15:00", "2026年12月5日 10:00〜15:00"),
    ("2026/12/5 - 2026/12/7 休館", "2026年12月5日〜7日 休み"),
    ("2026年12月28日〜1月4日 休み", "2026年12月28日〜2027年1月4日 休み"),
    ("\n\n月 9:00〜10:00\n\n", "月曜 9:00〜10:00|祝日 休み"),
    ("", ""),
]

UNREADABLE = [
    ("明日 休み", "1行目「明日 休み」：「明日」は、曜日か日付として読めません"),
    ("月 9:00〜10:00\n9:00〜17:00", "2行目「9:00〜17:00」：「毎日」「月〜金」など"),
    ("月〜金", "1行目「月〜金」：「月〜金 8:30〜17:15」や"),
    ("月 22:00〜2:00", "翌2:00"),
    ("月 9:00〜9:00", "翌2:00"),
    ("月 9:00〜10:0011:00〜12:00", "「月〜金 8:30〜17:15」や"),
    ("月 9:5〜10:00", "「月〜金 8:30〜17:15」や"),
    ("月〜金 9:00〜17:00（12:00〜13:00を除く）", "「12:00~13:00」は、曜日か日付として読めません"),
    ("月 9:00〜25:70", "時刻は 0:00 から 24:00 まで"),
    ("月 午後13時〜午後15時", "時刻は 0:00 から 24:00 まで"),
    ("第2祝日 9:00〜12:00", "祝日には付けられません"),
    ("第1〜3土曜 9:00〜12:00", "読めません"),
    ("月 休み（研修）", "理由は、日付を書いた行にだけ"),
    ("2月30日 休み", "実在する日"),
    ("26/12/5 休み", "年は 2026年 か 令和8年"),
    ("2026年12月3日〜2026年12月1日 休み", "始まりの日以後"),
    ("12月3日〜2027年1月1日 休み", "始まりの日に合わせて"),
    ("12月3日〜金 休み", "終わりの日は"),
    ("祝日 休み\n祝日も開く", "どれか一つ"),
    ("祝日 休み\n土日祝 10:00〜15:00", "どれか一つ"),
    ("月" * 201, "200文字以内"),
    ("月 9:00〜10:00\n" * (MOST_LINES + 1), f"{MOST_LINES}行以内"),
]


@pytest.mark.parametrize(("typed", "normal"), TYPED)
def test_typed_hours_have_one_normal_form(typed: str, normal: str) -> None:
    hours = parse(typed)
    assert normal_text(hours).split("\n") == normal.split("|")
    assert parse(normal_text(hours)) == hours


@pytest.mark.parametrize(("typed", "told"), UNREADABLE)
def test_unreadable_line_is_told_with_its_number(typed: str, told: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse(typed)
    assert told in str(caught.value)


def test_every_unreadable_line_is_told() -> None:
    with pytest.raises(ValueError) as caught:
        parse("あ 休み\n月 9:00〜10:00\nい 休み")
    assert [line[:3] for line in str(caught.value).split("\n")] == ["1行目", "3行目"]


@pytest.mark.parametrize(
    "piece",
    ["1:00~1:00", "9:00~", "第1・", "月~", "祝日も ", "(", "1", "12月1日~", "、", "9時~10時、"],
)
def test_no_line_takes_long_to_refuse(piece: str) -> None:
    begun = time.process_time()
    with pytest.raises(ValueError):
        parse((piece * 200)[:199] + "x")
    assert time.process_time() - begun < 1


@pytest.mark.parametrize(
    ("typed", "moment", "open_now", "said"),
    [
        (OFFICE, "2026-12-01T08:29", False, "次は今日8:30から"),
        (OFFICE, "2026-12-01T08:30", True, "いま開いています（12:00まで）"),
        (OFFICE, "2026-12-01T12:00", False, "次は今日13:00から"),
        (OFFICE, "2026-12-01T17:14", True, "いま開いています（17:15まで）"),
        (OFFICE, "2026-12-01T17:15", False, "次は12月2日（水）8:30から"),
        (OFFICE, "2026-11-23T09:00", False, "次は11月24日（火）8:30から"),
        (OFFICE, "2026-12-28T18:00", False, "次は1月4日（月）8:30から"),
        ("毎日 24時間", "2027-01-01T03:00", True, "いま開いています"),
        ("金 22:00〜翌2:00", "2026-12-05T01:59", True, "いま開いています（2:00まで）"),
        ("金 22:00〜翌2:00", "2026-12-04T23:00", True, "いま開いています（翌2:00まで）"),
        ("金 22:00〜翌2:00", "2026-12-05T02:00", False, "次は12月11日（金）22:00から"),
        ("月〜水 24時間", "2026-12-02T12:00", True, "いま開いています（24:00まで）"),
        ("第2土曜 9:00〜12:00", "2026-12-05T10:00", False, "次は12月12日（土）9:00から"),
        ("第2土曜 9:00〜12:00", "2026-12-12T10:00", True, "いま開いています（12:00まで）"),
        ("第5日曜 9:00〜12:00", "2026-11-29T12:00", False, "次は1月31日（日）9:00から"),
        ("毎日 9:00〜17:00\n第1火曜 休み", "2026-12-01T10:00", False, "次は12月2日（水）9:00から"),
        (
            "月 9:00〜10:00\n祝日 13:00〜14:00",
            "2026-11-23T13:30",
            True,
            "いま開いています（14:00まで）",
        ),
        ("月 9:00〜10:00\n祝日 13:00〜14:00", "2026-11-23T09:30", False, "次は今日13:00から"),
        ("2026-12-05 10:00〜15:00", "2026-12-01T09:00", False, "次は12月5日（土）10:00から"),
        ("2026-12-05 10:00〜15:00", "2026-12-05T15:00", False, "次に開く日は決まっていません"),
        ("水 休み", "2026-12-01T09:00", False, "次に開く日は決まっていません"),
        ("", "2026-12-01T09:00", False, ""),
        (
            f"{OFFICE}\n2026年12月1日〜2日 休み（研修のため）",
            "2026-12-01T09:00",
            False,
            "今日は休みです（研修のため）。次は12月3日（木）8:30から",
        ),
    ],
)
def test_a_moment_is_told_in_words(typed: str, moment: str, open_now: bool, said: str) -> None:
    hours, at = parse(typed), datetime.fromisoformat(moment)
    assert is_open(hours, at, NEW_YEAR_HOLIDAYS) is open_now
    assert phrase(hours, at, NEW_YEAR_HOLIDAYS) == said


def test_the_last_exception_wins_over_those_before_and_over_the_year() -> None:
    hours = parse("毎日 24時間\n12月31日 休み\n2026年12月31日 9:00〜10:00\n2026年12月31日 休み")
    assert spans_on(hours, day("2026-12-31"), NONE) == ()
    assert spans_on(hours, day("2027-12-31"), NONE) == ()
    assert spans_on(hours, day("2026-12-30"), NONE) == (Span(0, 1440),)


def test_closing_ends_and_takes_what_is_over_with_it() -> None:
    hours = parse(f"{OFFICE}\n2026年11月2日 休み\n2026年12月24日 9:00〜10:00")
    closed = closed_today(hours, day("2026-12-01"), until=day("2026-12-02"), reason=" 職員の急病 ")
    assert normal_text(closed).split("\n")[-2:] == [
        "2026年12月24日 9:00〜10:00",
        "2026年12月1日〜2日 休み（職員の急病）",
    ]
    opens = next_opening(closed, datetime(2026, 12, 1, 9), NONE)  # noqa: DTZ001
    assert opens == datetime(2026, 12, 3, 8, 30)  # noqa: DTZ001
    with pytest.raises(ValueError, match="100文字以内"):
        closed_today(hours, day("2026-12-01"), until=day("2026-12-01"), reason="あ" * 101)
    with pytest.raises(ValueError, match="今日以後"):
        closed_today(hours, day("2026-12-01"), until=day("2026-11-30"), reason="")


spans = st.builds(
    lambda opens, length: Span(opens, opens + length), st.integers(0, 1439), st.integers(1, 1440)
)
several = st.lists(spans, max_size=3).map(merged)
some = several.filter(bool)
days_of_month = st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(lambda on: (on.month, on.day))
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31))  # noqa: DTZ001
reasons = st.sampled_from(["", "研修のため", "ｼｽﾃﾑ（2号）の更新", "お盆"])


@st.composite
def week_rules(draw: st.DrawFn) -> WeekRule:
    weeks = draw(st.lists(st.integers(1, 5), unique=True, max_size=3).map(sorted))
    when = draw(several)
    last = 6 if weeks or not when else 7
    named = draw(st.lists(st.integers(0, last), unique=True, min_size=1).map(sorted))
    return WeekRule(tuple(named), tuple(weeks), when)


@st.composite
def date_rules(draw: st.DrawFn) -> DateRule:
    first = draw(st.dates(date(2026, 1, 1), date(2028, 1, 1)))
    length = draw(st.integers(0, 500))
    return DateRule(first, first + timedelta(days=length), draw(several), draw(reasons))


@st.composite
def all_hours(draw: st.DrawFn) -> Hours:
    week = tuple(sorted(set(draw(st.lists(week_rules(), max_size=5)))))
    names_holidays = any(7 in rule.days for rule in week)
    return Hours(
        week,
        tuple(
            draw(
                st.lists(
                    st.builds(YearRule, days_of_month, days_of_month, several, reasons), max_size=2
                )
            )
        ),
        tuple(draw(st.lists(date_rules(), max_size=3))),
        not names_holidays and draw(st.booleans()),
    )


holidays_drawn = st.frozensets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=20)


@given(all_hours())
def test_normal_form_gives_the_same_hours(hours: Hours) -> None:
    again = parse(normal_text(hours))
    assert again == hours or not hours.week  # 「祝日 休み」 needs no line where there is no week
    assert normal_text(again) == normal_text(hours)


@given(
    st.text(
        alphabet="月火〜金日祝第24土曜休み:：0189 時半、・（）年末始令和-/毎開くも\n", max_size=60
    )
)
def test_any_text_is_read_or_refused_in_japanese(text: str) -> None:
    try:
        hours = parse(text)
    except ValueError as error:
        assert "行目" in str(error) or "祝日" in str(error)
    else:
        assert parse(normal_text(hours)) == hours


@given(
    all_hours(),
    st.text(max_size=100) | st.sampled_from(["予約の方を除く", "（1）", "）", "休み（a）"]),
)
def test_closing_with_any_reason_is_read_again(hours: Hours, reason: str) -> None:
    closed = closed_today(hours, day("2026-12-01"), until=day("2027-01-04"), reason=reason)
    assert parse(normal_text(closed)).dates == closed.dates


@given(all_hours(), moments, holidays_drawn)
def test_open_is_what_the_spans_of_two_days_say(
    hours: Hours, moment: datetime, holidays: frozenset[date]
) -> None:
    today = moment.date()
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
    expected = any(
        span.opens * 60 <= seconds + offset * 86400 < span.closes * 60
        for offset in (0, 1)
        for span in spans_on(hours, today - timedelta(days=offset), holidays)
    )
    assert is_open(hours, moment, holidays) is expected
    assert (closes_at(hours, moment, holidays) is not None) is expected


@given(all_hours(), moments, holidays_drawn)
def test_next_opening_is_the_first(
    hours: Hours, moment: datetime, holidays: frozenset[date]
) -> None:
    opens = next_opening(hours, moment, holidays)
    if opens is None:
        return
    minute = timedelta(minutes=1)
    assert opens > moment and is_open(hours, opens, holidays)
    assert not is_open(hours, opens - minute, holidays)
    if not is_open(hours, moment, holidays):
        steps = range(1, min(int((opens - moment) / minute), 3000), 7)
        assert not any(is_open(hours, moment + step * minute, holidays) for step in steps)


@given(all_hours(), moments, holidays_drawn)
def test_closing_time_is_the_first_moment_that_is_not_open(
    hours: Hours, moment: datetime, holidays: frozenset[date]
) -> None:
    closes = closes_at(hours, moment, holidays)
    if closes is not None:
        assert closes > moment and is_open(hours, closes - timedelta(minutes=1), holidays)
        if closes.date() - moment.date() < timedelta(days=7):
            assert not is_open(hours, closes, holidays)


@given(st.lists(spans, max_size=5))
def test_joined_spans_cover_the_same_minutes(drawn: list[Span]) -> None:
    def minutes(given: tuple[Span, ...] | list[Span]) -> set[int]:
        return {minute for span in given for minute in range(span.opens, span.closes)}

    joined = merged(drawn)
    assert minutes(joined) == minutes(drawn)
    assert list(joined) == sorted(joined) and merged(joined) == joined


def test_schema_org_has_the_week_and_the_days_that_depart_from_it() -> None:
    hours = parse("月〜金 8:30〜17:15\n第2土曜 9:00〜12:00\n2026年12月3日 13:00〜翌1:00")
    said = opening_hours_specification(hours, day("2026-12-01"), {day("2026-12-04")}, days=14)
    weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
    rows = [
        {
            "dayOfWeek": [f"https://schema.org/{name}" for name in weekdays],
            "opens": "08:30",
            "closes": "17:15",
        },
        {
            "validFrom": "2026-12-03",
            "validThrough": "2026-12-03",
            "opens": "13:00",
            "closes": "01:00",
        },
        {
            "validFrom": "2026-12-04",
            "validThrough": "2026-12-04",
            "opens": "00:00",
            "closes": "00:00",
        },
        {
            "validFrom": "2026-12-12",
            "validThrough": "2026-12-12",
            "opens": "09:00",
            "closes": "12:00",
        },
    ]
    assert said == [{"@type": "OpeningHoursSpecification"} | row for row in rows]


def test_a_whole_day_needs_no_24_oclock() -> None:
    (said,) = opening_hours_specification(parse("毎日 24時間"), day("2026-12-01"), NONE)
    assert (said["opens"], said["closes"]) == ("00:00", "23:59")


def test_hsds_has_rules_of_rfc_5545() -> None:
    text = (
        "月〜金 8:30〜17:15\n第2・第4土曜 9:00〜12:00\n祝日 休み\n2026年12月5日〜6日 10:00〜15:00"
    )
    common = {"timezone": 9, "description": text}
    assert hsds_schedules(parse(text)) == [
        {
            "freq": "WEEKLY",
            "byday": "MO,TU,WE,TH,FR",
            "opens_at": "08:30:00+09:00",
            "closes_at": "17:15:00+09:00",
        }
        | common,
        {
            "freq": "MONTHLY",
            "byday": "2SA,4SA",
            "opens_at": "09:00:00+09:00",
            "closes_at": "12:00:00+09:00",
        }
        | common,
        {
            "valid_from": "2026-12-05",
            "valid_to": "2026-12-06",
            "freq": "WEEKLY",
            "byday": "SA,SU",
            "opens_at": "10:00:00+09:00",
            "closes_at": "15:00:00+09:00",
        }
        | common,
    ]


@pytest.mark.parametrize(
    ("typed", "days", "opens", "closes"),
    [
        ("月〜金 8:30〜12:00、13:00〜17:15", "月火水木金", "08:30", "17:15"),
        ("月・水 9:00〜12:00\n土 10:00〜15:00\n水 休み", "月土", "09:00", "15:00"),
        ("第2土曜 9:00〜12:00", "", "", ""),
        ("", "", "", ""),
    ],
)
def test_gif_has_the_usual_week_and_the_rest_in_words(
    typed: str, days: str, opens: str, closes: str
) -> None:
    hours = parse(typed)
    assert list(gif_times(hours).values()) == [
        days,
        opens,
        closes,
        normal_text(hours).replace("\n", "、"),
    ]


@given(all_hours(), st.dates(date(2026, 1, 1), date(2027, 6, 1)), holidays_drawn)
def test_formats_have_times_that_exist(
    hours: Hours, today: date, holidays: frozenset[date]
) -> None:
    rows = opening_hours_specification(hours, today, holidays, days=10) + hsds_schedules(hours)
    for row in rows:
        for key in ("opens", "closes", "opens_at", "closes_at"):
            if key in row:
                assert str(row[key])[:5] <= "23:59"
    for row in hsds_schedules(hours):
        assert row["byday"]


@pytest.mark.parametrize(
    ("text", "holidays"),
    [
        ("月〜金 8:30〜17:15", [("00:00", "00:00")]),
        ("月〜金 8:30〜17:15\n祝日 10:00〜15:00", [("10:00", "15:00")]),
        ("月〜金 8:30〜17:15\n祝日も開く", []),
        ("", []),
    ],
)
def test_usual_week_of_schema_org_says_what_happens_on_holidays(
    text: str, holidays: list[tuple[str, str]]
) -> None:
    said = opening_hours_of_the_week(parse(text))
    on = [each for each in said if each["dayOfWeek"] == "https://schema.org/PublicHolidays"]
    assert [(each["opens"], each["closes"]) for each in on] == holidays
    assert len(said) - len(on) == bool(text)
