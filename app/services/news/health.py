"""Checks of the webhooks."""

from app.services.common.checks import Question, sweep

CHECKS = (sweep("webhooks", Question.SYSTEM),)
