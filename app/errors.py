"""Exception types that cross layers."""

from typing import Any


class RuleViolation(Exception):
    """A rule forbids the action. Carries the article and a Japanese message for the user.

    field: the one that the message is about; a form then shows it there, each line by itself.
    """

    def __init__(self, article: Any, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.article = article
        self.message = message
        self.field = field


class NotPermitted(Exception):
    """The actor may not do this, or may not know that the object exists."""


class StaleState(Exception):
    """The object has changed since the actor loaded it. Carries a Japanese message."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFound(Exception):
    """The object does not exist, or the actor may not know of it."""
