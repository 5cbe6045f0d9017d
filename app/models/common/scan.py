"""The scan of a paper that the secretariat entered on somebody's behalf (代行入力)."""

from sqlalchemy import LargeBinary, String, Text
from sqlalchemy.orm import Mapped, MappedColumn, declared_attr, deferred, mapped_column


class Scanned:
    """What a row keeps of the paper: its scan, or why there is none."""

    scan_name: Mapped[str] = mapped_column(String(200), default="")
    scan_type: Mapped[str] = mapped_column(String(100), default="")
    no_scan: Mapped[str] = mapped_column(Text, default="")
    """Why there is no scan."""

    @declared_attr
    def scan(cls) -> MappedColumn[bytes | None]:
        """The document, read only where it is asked for."""
        return deferred(mapped_column(LargeBinary))
