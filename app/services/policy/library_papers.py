"""The papers of the first four meetings (会議資料)."""

from datetime import date

from sqlalchemy import exists, select

from app.extensions import db
from app.models.policy.paper import Paper
from app.rules.policy.papers import PaperKind
from app.security.viewer import Viewer
from app.services.common.data_files import rows
from app.services.registers import entries


def load(actor: Viewer) -> bool:
    """Enter them in an empty library; return whether it was."""
    if db.session.scalar(select(exists().where(Paper.id > 0))):
        return False
    for row in rows("library.csv"):
        values = {
            "kind": PaperKind(row.pop("kind")),
            "day": date.fromisoformat(row.pop("day")),
            "meeting_number": int(row.pop("meeting_number") or 0) or None,
        }
        entries.add(actor, Paper, {**row, **values})
    return True
