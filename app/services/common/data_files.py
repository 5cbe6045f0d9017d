"""The files in app/data."""

import csv
from collections.abc import Iterator
from pathlib import Path

DATA = Path(__file__).parents[2] / "data"


def rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a csv file."""
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)
