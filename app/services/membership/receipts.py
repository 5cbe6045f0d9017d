"""Day of receipt of a document entered on a member's behalf (代行入力)."""

from datetime import date, datetime

from app import clock
from app.errors import RuleViolation
from app.rules import Article
from app.services.membership import memberships


def day_of_receipt(organisation_id: int, named: date | None, article: Article) -> date:
    """Return the day on the receipt stamp; by default today.

    Raises RuleViolation for a future day and for one before the membership began.
    """
    day = named or clock.today()
    membership = memberships.current(organisation_id)
    if day > clock.today() or (membership is not None and day < membership.starts_on):
        raise RuleViolation(article, "受付日は、入会した日から今日までの日を入力してください。")
    return day


def moment_of(day: date) -> datetime:
    """Return now for today, and the start of the day for an earlier one, whose hour is unknown."""
    return clock.now() if day == clock.today() else clock.at_start_of(day)
