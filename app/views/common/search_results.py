"""How a wing's results.py declares a kind of search result."""

from collections.abc import Callable
from typing import NamedTuple

from flask_babel import LazyString


class ResultKind(NamedTuple):
    """The title of the kind, and the address of a result by its subject."""

    title: LazyString
    address: Callable[[str], str]
