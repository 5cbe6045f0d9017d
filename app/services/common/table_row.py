"""One row of an uploaded table, as text."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Row:
    """One row as text. line: its number in the file, from 1."""

    line: int
    cells: list[str]
    faults: dict[int, str] = field(default_factory=dict)
    """Unreadable cells: position → reason."""
    remarks: list[str] = field(default_factory=list)
    """What its form says without a word: hidden, struck out. Japanese."""
    dated: frozenset[int] = frozenset()
    """Positions of the cells that hold a date."""

    @property
    def is_blank(self) -> bool:
        """Whether nothing but blanks and dashes stands in the row."""
        return not self.faults and not any(cell.strip(" \t\r\n　-－―ー‐・") for cell in self.cells)
