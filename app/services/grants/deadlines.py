"""The deadlines of a grant. One that falls on a closed day ends on the next open one (*reading*)."""

from datetime import date, timedelta

from app import clock
from app.models.grants.grant import Grant
from app.rules.grants.calls import CORRECTION
from app.rules.grants.content import Content
from app.services.common.holidays import next_open

REPAYMENT = timedelta(days=20)
"""The time for paying back what was paid in advance (*reading*)."""


def of_report(grant: Grant, project: Content) -> date:
    """Return the last day for the report, by the planned completion."""
    assert project.ends_on is not None
    return next_open(grant.call.report_rule.due_on(project.ends_on, grant.call.fiscal_year))


def of_request(grant: Grant) -> date:
    """Return the last day for the formal application, when told today."""
    return next_open(clock.today() + timedelta(days=grant.call.request_days))


def of_withdrawal(grant: Grant) -> date:
    """Return the last day for a withdrawal. Not moved: it is a right within so many days."""
    assert grant.decided_on is not None
    return grant.decided_on + timedelta(days=grant.call.withdrawal_days)


def of_correction() -> date:
    """Return the last day for a correction that is asked for today."""
    return next_open(clock.today() + CORRECTION)


def of_repayment() -> date:
    """Return the last day for a repayment that is asked for today."""
    return next_open(clock.today() + REPAYMENT)
