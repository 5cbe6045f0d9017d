"""Initial data of this wing: municipalities and fields of activity."""

from app.models.common.master import OUTSIDE_PREFECTURE, ActivityField, Municipality
from app.security.viewer import Viewer
from app.services.common.data_files import rows
from app.services.registers import entries


def load(actor: Viewer) -> None:
    """Fill the empty registers."""
    for row in rows("municipalities.csv"):
        given = {"code": row["code6"], "name": row["name"], "kana": row["kana"]}
        entries.add(actor, Municipality, {**given, "district": row["gun"]})
    outside = {"code": OUTSIDE_PREFECTURE, "name": "県外", "kana": "ケンガイ"}
    entries.add(actor, Municipality, outside)
    for position, row in enumerate(rows("activity_fields.csv"), 1):
        given = {"code": row["code"], "label": row["label"], "label_en": row["label_en"]}
        entries.add(actor, ActivityField, {**given, "position": position * 10})
