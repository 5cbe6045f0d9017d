"""registers of practices, places, trainings, supporting organisations, papers and offers"""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "c71e5a08d3b2"
down_revision: str | None = "d74919982e2e"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

MOMENT, DAY, TEXT, WHOLE, FLAG = (
    *(sa.DateTime(timezone=True), sa.Date(), sa.Text(), sa.Integer(), sa.Boolean()),
)
FIELDS: Mapping[str, str] = {
    "good_practice": "name 100, activity_fields, municipalities, since? whole, target 200, reason,"
    " action, partners 300, result, key_points, needs, advice, website 300, contact 200",
    "place": "name 100, kind 40, municipality 40, address 200, access 200, times, who 200,"
    " fee 100, needs_booking flag, activities, accessibility 200, phone 20, email 254,"
    " website 300",
    "training": "name 100, day day, audience, municipality? 40, organiser 100, aim, content,"
    " participants? whole, evaluation",
    "supporting_organisation": "name 100, kana 200, kind 40, activity_fields, municipalities,"
    " support, target 200, hours 200, phone 20, email 254, website 300, contact_person 100",
    "paper": "name 150, kind 40, version 40, day day, source 200, meeting_number? whole, summary,"
    " text, replaces? 36, retention? 40",
    "support_offer": "name 100, municipality 40, part 40, offered, answer? 40, answer_text,"
    " answered_on? day",
}
"""Table → its fields, a name and a type each; text where none is given, `?` where it may be empty."""
ORDER = {"training": "day", "supporting_organisation": "kana", "paper": "day"}
TYPES = {"": TEXT, "day": DAY, "whole": WHOLE, "flag": FLAG}


def upgrade() -> None:
    for table, said in FIELDS.items():
        op.create_table(
            table,
            sa.Column("id", sa.Integer(), primary_key=True),
            *(_column(*each.split()) for each in said.split(",")),
            sa.Column("public_id", sa.String(36), unique=True, nullable=False),
            sa.Column("tier", sa.String(40), nullable=False),
            sa.Column("retired_on", DAY),
            sa.Column("retired_because", sa.String(300), nullable=False),
            sa.Column("checked_on", DAY),
            sa.Column("checked_by", sa.String(130), nullable=False),
            sa.Column("created_at", MOMENT, nullable=False),
            sa.Column("changed_at", MOMENT, nullable=False),
            sa.Column("organisation_id", sa.Integer(), sa.ForeignKey("organisation.id")),
        )
        op.create_index(f"ix_{table}_organisation_id", table, ["organisation_id"])
        op.create_index(f"ix_{table}_list", table, [ORDER.get(table, "name"), "id"])
    op.create_index("ix_paper_replaces", "paper", ["replaces"])


def downgrade() -> None:
    for table in FIELDS:
        op.drop_table(table)


def _column(name: str, kind: str = "") -> sa.Column[Any]:
    made = sa.String(int(kind)) if kind.isdigit() else TYPES[kind]
    reference = [sa.ForeignKey("paper.public_id")] if name == "replaces?" else []
    return sa.Column(name.strip("?"), made, *reference, nullable=name.endswith("?"))
