"""Initial data of this wing: the desks that the papers of the fourth meeting name.

Nothing is added to what the papers say: telephone and hours follow when they have been asked for.
"""

from sqlalchemy import select

from app.extensions import db
from app.models.membership.organisation import Organisation
from app.models.support.desk import Desk
from app.security.viewer import Viewer
from app.services.common.data_files import rows
from app.services.registers import entries

SEVERAL = ("troubles", "channels")


def load(actor: Viewer) -> None:
    """Fill the empty register."""
    members = {
        name: key for key, name in db.session.execute(select(Organisation.id, Organisation.name))
    }
    for row in rows("desks.csv"):
        owner, source = row.pop("owner"), row.pop("source")
        values: dict[str, object] = {**row, "internal": f"出典：{source}"}
        values |= {key: row[key].split() for key in SEVERAL}
        values["body"] = row["body"] or owner
        values["whole_prefecture"] = row["whole_prefecture"] == "1"
        values["organisation_id"] = members[owner] if owner else None
        entries.add(actor, Desk, values, source=source)
