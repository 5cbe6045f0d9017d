"""What is new since the person's last log-in before this one (新着)."""

from datetime import date, datetime

from flask import session

from app import clock

BEFORE = "last_log_in"
"""Session key: the moment of that log-in; missing at the first one, when all would be new."""


def remember(moment: datetime | None) -> None:
    """Keep the moment of the log-in before this one."""
    if moment is not None:
        session[BEFORE] = moment.isoformat()


def is_new(since: datetime | date | None) -> bool:
    """Whether something began after that log-in; of a day without a time, on its day or later."""
    told = session.get(BEFORE)
    if told is None or since is None:
        return False
    before = datetime.fromisoformat(told)
    if isinstance(since, datetime):
        return since > before
    return since >= clock.local(before).date()
