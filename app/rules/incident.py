"""The clocks of an incident (漏えい等事案): what is due by when (個人情報保護法第68条, 施行規則第43条・第44条)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.rules.labelled import Labelled

SOURCE = "個人情報の保護に関する法律第68条、同法施行規則第43条・第44条"


@dataclass(frozen=True)
class Periods:
    """Days within which something is due: settings of the installation."""

    first: int
    final: int
    final_malicious: int


class Duty(Labelled):
    """What an incident asks for."""

    FIRST_REPORT = "first_report_on", "速報（個人情報保護委員会への報告）"
    FINAL_REPORT = "final_report_on", "確報（個人情報保護委員会への報告）"
    TELLING = "told_persons_on", "本人への通知"


@dataclass(frozen=True)
class Due:
    """A duty, by when, and when it was done. due_on: None where the law says 速やかに."""

    duty: Duty
    due_on: date | None
    done_on: date | None

    def is_late(self, today: date) -> bool:
        """Whether its day has gone by and it is not done."""
        return self.done_on is None and self.due_on is not None and self.due_on < today


def duties(
    noticed_on: date,
    done: Sequence[date | None],
    *,
    is_malicious: bool,
    periods: Periods,
    is_closed: Callable[[date], bool],
) -> tuple[Due, ...]:
    """The three duties in the order of Duty. done: when each was done, in that order.

    The day on which it became known is the first day, and days on which offices are closed count,
    as the guidelines of the commission (個人情報保護委員会) say of 施行規則第44条. A final report whose
    last day is one of them (is_closed) is due on the next that is none: 行政機関の休日に関する法律第2条,
    which speaks of periods set by law. The first report is due 速やかに, which the guidelines put at
    some three to five days: no such period, so its day is not moved.
    """
    final = _last(noticed_on, periods.final_malicious if is_malicious else periods.final)
    while is_closed(final):
        final += timedelta(days=1)
    last_days = (_last(noticed_on, periods.first), final, None)
    return tuple(Due(*each) for each in zip(Duty, last_days, done, strict=True))


def _last(noticed_on: date, days: int) -> date:
    return noticed_on + timedelta(days=days - 1)
