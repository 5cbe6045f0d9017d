"""The few exception types that cross layers."""

from typing import Any


class RuleViolation(Exception):
    """A rule forbids it. Carries the article and a Japanese message that the user may read."""

    def __init__(self, article: Any, message: str) -> None:
        super().__init__(message)
        self.article = article
        self.message = message


class NotPermitted(Exception):
    """The actor may not do this, or may not know that the object exists."""


class StaleState(Exception):
    """The object has moved on since the actor looked at it. Carries a Japanese message."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFound(Exception):
    """There is no such object, or none that the actor may know of."""
