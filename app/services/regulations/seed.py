"""Initial data of this wing: the texts in force (規約, 要領)."""

import json
from datetime import date

from app.extensions import db
from app.models.regulations.regulation import Regulation
from app.security.viewer import Viewer
from app.services.common.data_files import DATA


def load(actor: Viewer) -> None:
    """Fill the empty table of regulations."""
    for path in sorted((DATA / "regulations").glob("*.json")):
        text = json.loads(path.read_text(encoding="utf-8"))
        in_force = date.fromisoformat(text["in_force_from"])
        db.session.add(
            Regulation(
                slug=path.stem,
                title=text["title"],
                version=in_force.isoformat(),
                in_force_from=in_force,
                text=text,
            )
        )
