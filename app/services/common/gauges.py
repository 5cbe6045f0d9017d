"""What monitoring measures in the database: the gauges that each wing declares in its health.py."""

from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy import Executable


class Gauge(NamedTuple):
    """A measurement for monitoring: one query whose rows are (value of the label, value).

    label: the only label, for few and fixed values: never a person, organisation, address or case;
    "" for none, then the rows hold the value alone.
    rows: a value is a number or a moment: its age, or itself where the name ends in `_timestamp_seconds`.
    """

    name: str
    words: str
    label: str
    rows: Callable[[], Executable]
