"""The period of a batch (2週間ごとの一括決定). *Reading*: it begins when the batch is opened."""

from datetime import date, timedelta

DAY = timedelta(days=1)
FORTNIGHT = 14 * DAY


def closes_on(opened_on: date) -> date:
    """Return the day on which a batch is closed, two weeks after it was opened."""
    return opened_on + FORTNIGHT


def last_day(opened_on: date) -> date:
    """Return the last day whose applications the batch collects: the day before it is closed."""
    return closes_on(opened_on) - DAY
