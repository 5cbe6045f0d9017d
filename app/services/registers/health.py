"""Checks of the imports of registers."""

from app.services.common.checks import Question, sweep

CHECKS = (sweep("register_imports", Question.SYSTEM),)
