"""Checks of the cases' retention. What they hold nobody counts here."""

from datetime import timedelta

from app.services.common.checks import Question, regular

CHECKS = (
    regular("case_retention", Question.SYSTEM, watch=timedelta(hours=3), bad=timedelta(hours=24)),
)
