"""Scans of papers that were entered on somebody's behalf (代行入力)."""

from typing import TypeVar

from sqlalchemy.orm import undefer

from app.errors import NotFound
from app.models.common.scan import Scanned
from app.services.common import attachments, rows

S = TypeVar("S", bound=Scanned)


def keep(row: Scanned, name: str, content: bytes) -> None:
    """Keep the scan with the row.

    Raises RuleViolation for a type other than PDF, PNG, JPEG and text, and above 10 MB.
    """
    row.scan_name, row.scan_type = attachments.checked(name, content)
    row.scan = content


def one(model: type[S], row_id: int) -> S:
    """Return the row with its scan. Raises NotFound for a row without one, or out of sight."""
    found = rows.one(model, row_id, undefer(model.scan))
    if found.scan is None:
        raise NotFound
    return found
