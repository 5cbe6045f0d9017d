"""Checks of the imports."""

from app.services.common.checks import Question, sweep

CHECKS = (sweep("imports", Question.SYSTEM),)
