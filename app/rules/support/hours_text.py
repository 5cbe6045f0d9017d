"""Opening hours as an officer types them, one rule a line, and their one normal form.

    月〜金 8:30〜12:00、13:00〜17:15        平日、毎日、月・水、土日祝、第2・第4土曜
    水曜 休み                              24時間、22:00〜翌2:00、午前9時から午後5時まで
    祝日 休み / 祝日も開く                  祝日 10:00〜15:00
    12月29日〜1月3日 休み                   年末年始 休み; every year
    2026年12月1日〜3日 休み（研修のため）     令和8年12月1日, 2026-12-05, with or without times

「（祝日、年末年始を除く）」 behind a line closes those. *Reading*: where no line speaks of 祝日, a desk
that is there every day of the week is there then, too; any other is closed. The normal form says which.
"""

import re
import unicodedata
from datetime import date
from itertools import groupby

from app.rules.common.days import read_day
from app.rules.support.hours import (
    DAY_MINUTES,
    EVERY_DAY,
    HOLIDAY,
    DateRule,
    Hours,
    Span,
    WeekRule,
    YearRule,
    clock,
    merged,
)

MOST_LINES = 60
_MOST_SIGNS = 200
NAMES = "月火水木金土日祝"
"""The days of a rule, by their numbers; 祝日 last."""
_TIME = r"(?P<next>翌日?)?(?P<half>午前|午後)?(?P<hour>\d{1,2})(?::(?=\d\d)|時)(?P<minute>\d{1,2}|半)?分?"
_ANY_TIME = re.sub(r"\?P<\w+>", "?:", _TIME)
_SPAN = f"{_ANY_TIME} ?(?:[-~]|から) ?{_ANY_TIME}(?: ?まで)?"
_LINE = re.compile(
    rf"(?P<head>.*?)(?<!\d)[ :はに、]*(?P<what>24時間|お?休み|休業|休館|休所|閉庁|閉所|{_SPAN}(?:[ 、,・と/及び]+{_SPAN})*)"
    r"(?:です|。)* ?(?:\((?P<reason>.*)\))?[ 。]*"
)
_YEAR = r"(?:(?P<year>(?:西暦|令和|R)?\.?(?:\d{1,4}|元))(?:年|[-/.]))?"
_MONTH = r"(?P<month>\d{1,2})(?:月|[-/.])"
_DAY = r"(?P<day>\d{1,2})日?"
_FIRST = re.compile(f"(?:毎年)?{_YEAR}{_MONTH}{_DAY}")
_LAST = re.compile(f"(?:{_YEAR}{_MONTH})?{_DAY}")
_AS_USUAL = re.compile(
    "祝日?[もは ]*(?:開く|開ける|開いています|開所|通常どおり|対応)(?:します)?。?"
)
_BUT = re.compile(r"\(([^()]*?)(?:は|を)?除く\)")
_WEEKS = re.compile("(?:毎月)?(第[1-5](?:[・、, と]*第?[1-5])*)週?の?(.+)")
_PARTS = re.compile("[・、,と/ ]|及び|および|並びに")
_NEW_YEAR = "12月29日~1月3日"
"""年末年始 (行政機関の休日に関する法律第1条)."""
_DIGITS = str.maketrans("一二三四五", "12345")


def parse(text: str) -> Hours:
    """Read typed hours. Raises ValueError, in Japanese, with number and fault of each wrong line."""
    reader = _Reader()
    faults = []
    lines = text.splitlines()
    if len(lines) > MOST_LINES:
        raise ValueError(f"受付時間は{MOST_LINES}行以内で入力してください。")
    for number, line in enumerate(lines, 1):
        try:
            if len(line) > _MOST_SIGNS:
                raise ValueError(f"1行は{_MOST_SIGNS}文字以内にしてください。")
            if line.strip():
                reader.read(line.strip())
        except ValueError as error:
            faults.append(f"{number}行目「{line.strip()[:20]}」：{error}")
    if reader.as_usual + reader.closed_on_holidays + reader.names_holidays() > 1:
        faults.append(
            "祝日については、「祝日 休み」「祝日も開く」、時刻のどれか一つにしてください。"
        )
    if faults:
        raise ValueError("\n".join(faults))
    return reader.hours()


class _Reader:
    """The rules read so far."""

    def __init__(self) -> None:
        self.week: list[WeekRule] = []
        self.year: list[YearRule] = []
        self.dates: list[DateRule] = []
        self.as_usual = self.closed_on_holidays = False

    def names_holidays(self) -> bool:
        return any(HOLIDAY in rule.days for rule in self.week)

    def hours(self) -> Hours:
        silent = not self.closed_on_holidays and not self.names_holidays()
        daily = any(rule.days == EVERY_DAY and rule.spans and not rule.weeks for rule in self.week)
        usual = self.as_usual or (silent and daily)
        week = tuple(sorted(set(self.week)))
        return Hours(week, tuple(self.year), tuple(self.dates), usual)

    def read(self, line: str) -> None:
        narrow = "".join(map(_narrow, line))
        but = _BUT.search(narrow)
        if but and not _FIRST.match(narrow):  # behind a day it is a reason
            for part in filter(None, _PARTS.split(but[1])):
                self.read(f"{part} 休み")
            line = line[: but.start()] + line[but.end() :]
            narrow = narrow[: but.start()] + narrow[but.end() :]
        if _AS_USUAL.fullmatch(narrow):
            self.as_usual = True
            return
        found = _LINE.fullmatch(narrow)
        if found is None:
            raise ValueError(
                "「月〜金 8:30〜17:15」や「12月29日〜1月3日 休み」のように、日と、時刻か「休み」を書いてください。"
            )
        reason = (
            line[found.start("reason") : found.end("reason")].strip() if found["reason"] else ""
        )
        self._add(found["head"], _spans(found["what"]), reason)

    def _add(self, head: str, spans: tuple[Span, ...], reason: str) -> None:
        head = (
            re.sub(r"\([月火水木金土日祝・]+曜?日?\)", "", head)
            .strip(" :は、")
            .removesuffix("まで")
        )
        dates = head.replace("年末年始", _NEW_YEAR)
        begins, ends = (*re.split(" - | ?(?:~|から) ?", dates, maxsplit=1), "")[:2]
        first = _FIRST.fullmatch(begins)
        if first is None:
            self._add_week(head, spans, reason)
            return
        days = _days(first, ends)
        if first["year"]:
            self.dates.append(DateRule(*days, spans, reason))
        else:
            begin, end = ((day.month, day.day) for day in days)
            self.year.append(YearRule(begin, end, spans, reason))

    def _add_week(self, head: str, spans: tuple[Span, ...], reason: str) -> None:
        if reason:
            raise ValueError("理由は、日付を書いた行にだけ付けられます。")
        weeks, days = _weekdays(head)
        if HOLIDAY in days and weeks:
            raise ValueError("「第2」などは、祝日には付けられません。")
        if HOLIDAY in days and not spans:
            self.closed_on_holidays = True
            days = tuple(day for day in days if day != HOLIDAY)
        if days:
            self.week.append(WeekRule(days, weeks, spans))


def _narrow(sign: str) -> str:
    """Return one sign for one: full width as half width, every kind of range mark as ~."""
    folded = unicodedata.normalize("NFKC", sign)
    sign = folded if len(folded) == 1 else sign
    return "~" if sign in "〜–—‐−ー" else " " if sign.isspace() else sign


def _spans(what: str) -> tuple[Span, ...]:
    if what == "24時間":
        return (Span(0, DAY_MINUTES),)
    times = [_minutes(found) for found in re.finditer(_TIME, what)]
    return merged(map(Span, times[::2], times[1::2]))


def _minutes(time: re.Match[str]) -> int:
    hour = int(time["hour"])
    minute = 30 if time["minute"] == "半" else int(time["minute"] or 0)
    if minute > 59 or hour > (12 if time["half"] else 30):
        raise ValueError("時刻は 0:00 から 24:00 まで、翌日は「翌2:00」のように書いてください。")
    if time["half"] == "午後" and hour < 12:
        hour += 12
    return hour * 60 + minute + (DAY_MINUTES if time["next"] else 0)


def _days(first: re.Match[str], ends: str) -> tuple[date, date]:
    """Return first and last day; without a year they are those of a leap year, for every year."""
    begins = _day(first["year"] or "2024", first["month"], first["day"])
    if not ends:
        return begins, begins
    last = _LAST.fullmatch(ends)
    if last is None or (last["year"] and not first["year"]):
        raise ValueError(
            "終わりの日は 12月3日 か 3日 のように、始まりの日に合わせて書いてください。"
        )
    month = last["month"] or first["month"]
    next_year = bool(first["year"]) and int(month) < begins.month
    closes = _day(last["year"] or str(begins.year + next_year), month, last["day"])
    if first["year"] and closes < begins:
        raise ValueError("終わりの日は、始まりの日以後にしてください。")
    return begins, closes


def _day(year: str, month: str, day: str) -> date:
    on = read_day(f"{year}年{month}月{day}日")
    if on.year < 2000:
        raise ValueError("年は 2026年 か 令和8年 のように書いてください。")
    return on


def _weekdays(head: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return weeks of the month and weekdays."""
    if not head:
        raise ValueError("「毎日」「月〜金」など、日も書いてください。")
    days = head.translate(_DIGITS)
    weeks: set[int] = set()
    if found := _WEEKS.fullmatch(days):
        weeks, days = set(map(int, re.findall(r"\d", found[1]))), found[2]
    days = re.sub(
        "毎日|年中無休|無休", "月~日", days.replace("祝日", "祝").replace("平日", "月~金")
    )
    days = re.sub(" ?(?:[~-]|から) ?", "~", re.sub("曜日?|毎週", "", days))
    numbers: set[int] = set()
    for part in filter(None, _PARTS.split(days)):
        found = re.fullmatch(f"(?:([月火水木金土日])~)?([{NAMES}]+)", part)
        if found is None:
            raise ValueError(f"「{part[:20]}」は、曜日か日付として読めません。")
        named = [NAMES.index(name) for name in found[2]]
        first = NAMES.index(found[1]) if found[1] else named[0]
        run = (named[0] - first) % 7 if named[0] != HOLIDAY else 0
        numbers.update(named, ((first + step) % 7 for step in range(run)))
    if not numbers:
        raise ValueError("曜日を書いてください。")
    return tuple(sorted(weeks)), tuple(sorted(numbers))


def normal_text(hours: Hours) -> str:
    """Write hours in their normal form, one rule a line; read again, it gives the same hours."""
    lines = [_week_line(rule) for rule in hours.week]
    if hours.holidays_as_usual:
        lines.append("祝日も開く")
    elif hours.week and not any(HOLIDAY in rule.days for rule in hours.week):
        lines.append("祝日 休み")
    lines += [_line(_year_days(rule), rule.spans, rule.reason) for rule in hours.year]
    lines += [_line(_date_days(rule), rule.spans, rule.reason) for rule in hours.dates]
    return "\n".join(lines)


def _week_line(rule: WeekRule) -> str:
    runs = []
    numbered = enumerate(day for day in rule.days if day != HOLIDAY)
    for _, run in groupby(numbered, key=lambda pair: pair[1] - pair[0]):
        names = [NAMES[day] for _, day in run]
        runs += [f"{names[0]}〜{names[-1]}"] if len(names) > 2 else names
    days = "毎日" if rule.days[:7] == EVERY_DAY else "・".join(runs)
    if rule.weeks or len(days) == 1:
        days += "曜"
    weeks = "・".join(f"第{number}" for number in rule.weeks)
    holiday = ("・祝日" if days else "祝日") if HOLIDAY in rule.days else ""
    return _line(f"{weeks}{days}{holiday}", rule.spans, "")


def _line(days: str, spans: tuple[Span, ...], reason: str) -> str:
    return f"{days} {spans_text(spans)}" + (f"（{reason}）" if reason else "")


def spans_text(spans: tuple[Span, ...]) -> str:
    """Format spans: 8:30〜12:00、13:00〜17:15, 24時間, 休み."""
    if spans == (Span(0, DAY_MINUTES),):
        return "24時間"
    return "、".join(f"{clock(each.opens)}〜{clock(each.closes)}" for each in spans) or "休み"


def _year_days(rule: YearRule) -> str:
    first, last = (f"{month}月{day}日" for month, day in (rule.first, rule.last))
    return f"毎年{first}" + (f"〜{last}" if last != first else "")


def _date_days(rule: DateRule) -> str:
    first, last = rule.first, rule.last
    begins = f"{first.year}年{first.month}月{first.day}日"
    if first == last:
        return begins
    year = f"{last.year}年" if last.year != first.year else ""
    month = f"{last.month}月" if (last.year, last.month) != (first.year, first.month) else ""
    return f"{begins}〜{year}{month}{last.day}日"
