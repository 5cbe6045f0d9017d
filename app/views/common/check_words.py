"""What checks are called on their page and what to do about each, joined from the checks.py of the wings."""

from collections.abc import Callable, Iterable
from types import ModuleType
from typing import NamedTuple

from flask_babel import LazyString


class Words(NamedTuple):
    """A check in words. number: how a number that it finds is shown."""

    label: LazyString
    advice: LazyString
    number: Callable[[int], str] = str


WORDS: dict[str, Words] = {}


def join(declarations: Iterable[ModuleType]) -> None:
    """Take the words of all wings."""
    for module in declarations:
        WORDS.update(module.WORDS)
