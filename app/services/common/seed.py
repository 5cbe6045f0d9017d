"""Initial data of this wing: the head of the audit trail, municipalities, fields of activity."""

from app.extensions import db
from app.models.common.audit import AuditHead
from app.models.common.master import ActivityField, Municipality
from app.security.viewer import Viewer
from app.services.common import audit
from app.services.common.data_files import rows

OUTSIDE_PREFECTURE = "999999"
"""Code of the choice 県外 among the municipalities; no code of the national list."""


def load(actor: Viewer) -> None:
    """Fill the empty tables."""
    db.session.add(AuditHead(id=1, sequence=0, hash=audit.GENESIS))
    for row in rows("municipalities.csv"):
        db.session.add(
            Municipality(code=row["code6"], name=row["name"], kana=row["kana"], district=row["gun"])
        )
    db.session.add(Municipality(code=OUTSIDE_PREFECTURE, name="県外", kana="ケンガイ"))
    for position, row in enumerate(rows("activity_fields.csv"), 1):
        db.session.add(
            ActivityField(
                code=row["code"],
                label=row["label"],
                label_en=row["label_en"],
                position=position * 10,
            )
        )
