"""Mappings of columns that are remembered for the next file with the same headings."""

from collections.abc import Sequence

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models.common.column_memory import ColumnMemory
from app.rules.common import column_mapping
from app.rules.common.column_mapping import Layout, Target
from app.security.viewer import Viewer


def proposed(
    purpose: str, headings: Sequence[str], targets: Sequence[Target]
) -> tuple[list[str], dict[str, str]]:
    """Return the columns' keys and the filled-in values: as last time, else guessed."""
    last = _remembered(purpose, headings)
    if last is None:
        return column_mapping.guess(headings, targets), {}
    known = {target.key for target in targets}
    filled = {key: text for key, text in last.filled.items() if key in known}
    return column_mapping.recalled(headings, last.assigned, targets), filled


def is_remembered(purpose: str, headings: Sequence[str]) -> bool:
    """Whether a file with these headings was mapped before."""
    return _remembered(purpose, headings) is not None


def remember(actor: Viewer, purpose: str, headings: Sequence[str], layout: Layout) -> None:
    """Remember the mapping in place of an earlier one of the same headings."""
    row = _remembered(purpose, headings)
    if row is None:
        row = ColumnMemory(purpose=purpose, fingerprint=column_mapping.fingerprint(headings))
        db.session.add(row)
    row.assigned = column_mapping.assigned(headings, layout.columns)
    row.filled = dict(layout.filled)
    row.changed_at, row.changed_by_id = clock.now(), actor.account_id
    db.session.flush()


def _remembered(purpose: str, headings: Sequence[str]) -> ColumnMemory | None:
    return db.session.scalars(
        select(ColumnMemory).where(
            ColumnMemory.purpose == purpose,
            ColumnMemory.fingerprint == column_mapping.fingerprint(headings),
        )
    ).one_or_none()
