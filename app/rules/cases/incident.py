"""Deadlines of an incident (漏えい等事案; 個人情報保護法第68条, 施行規則第43条・第44条)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.rules.common.labelled import Labelled

SOURCE = "個人情報の保護に関する法律第68条、同法施行規則第43条・第44条"


@dataclass(frozen=True)
class Periods:
    """Numbers of days for each duty: settings of the installation."""

    first: int
    final: int
    final_malicious: int


class Duty(Labelled):
    """A duty arising from an incident."""

    FIRST_REPORT = "first_report_on", "速報（個人情報保護委員会への報告）"
    FINAL_REPORT = "final_report_on", "確報（個人情報保護委員会への報告）"
    TELLING = "told_persons_on", "本人への通知"


@dataclass(frozen=True)
class Due:
    """A duty, its deadline and its completion date. due_on: None where the law says 速やかに."""

    duty: Duty
    due_on: date | None
    done_on: date | None

    def is_late(self, today: date) -> bool:
        """Whether the deadline has passed and the duty is not done."""
        return self.done_on is None and self.due_on is not None and self.due_on < today


def duties(
    noticed_on: date,
    done: Sequence[date | None],
    *,
    is_malicious: bool,
    periods: Periods,
    is_closed: Callable[[date], bool],
) -> tuple[Due, ...]:
    """Return the three duties in the order of Duty. done: their completion dates, in that order.

    The day of discovery is the first day, and non-working days count, according to the guidelines
    of the commission (個人情報保護委員会) on 施行規則第44条. A final report whose last day is a
    non-working day (is_closed) is due on the next working day: 行政機関の休日に関する法律第2条,
    which covers periods set by law. The first report is due 速やかに, which the guidelines put at
    some three to five days: not such a period, so its day is not moved.
    """
    final = _last(noticed_on, periods.final_malicious if is_malicious else periods.final)
    while is_closed(final):
        final += timedelta(days=1)
    last_days = (_last(noticed_on, periods.first), final, None)
    return tuple(Due(*each) for each in zip(Duty, last_days, done, strict=True))


def _last(noticed_on: date, days: int) -> date:
    return noticed_on + timedelta(days=days - 1)
