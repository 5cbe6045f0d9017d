"""The first lines of each worksheet of an uploaded table, kept for the mapping of its columns."""

from dataclasses import asdict, dataclass, field
from typing import Any, Self

LINES = 30
LONGEST_CELL = 120


@dataclass(frozen=True)
class Sheet:
    """A worksheet: title, whether it is hidden, its first lines as (number, cells)."""

    title: str
    hidden: bool = False
    lines: list[tuple[int, list[str]]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether the sheet holds nothing."""
        return not self.lines

    def cells(self, number: int) -> list[str]:
        """Return the cells of a line, none of one that is not there."""
        return next((cells for line, cells in self.lines if line == number), [])


@dataclass(frozen=True)
class Preview:
    """The sheets of a file."""

    sheets: list[Sheet]

    def stored(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return asdict(self)

    @classmethod
    def load(cls, held: dict[str, Any]) -> Self:
        """Return what `stored` returned."""
        return cls(
            [
                Sheet(
                    sheet["title"],
                    sheet["hidden"],
                    [(number, list(cells)) for number, cells in sheet["lines"]],
                )
                for sheet in held.get("sheets", ())
            ]
        )

    @property
    def first(self) -> int:
        """The place of the first sheet that is shown and not empty; 0 where there is none."""
        for wanted in ([s for s in self.sheets if not s.hidden], self.sheets):
            for sheet in wanted:
                if not sheet.is_empty:
                    return self.sheets.index(sheet)
        return 0
