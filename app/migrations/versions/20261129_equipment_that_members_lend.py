"""equipment that members lend"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "de8878c31926"
down_revision: str | None = "c3a7e91f4d28"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "equipment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("kana", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("municipality", sa.String(40), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("phone", sa.String(20), nullable=False),
        sa.Column("public_id", sa.String(36), nullable=False),
        sa.Column("tier", sa.String(40), nullable=False),
        sa.Column("retired_on", sa.Date()),
        sa.Column("retired_because", sa.String(300), nullable=False),
        sa.Column("checked_on", sa.Date()),
        sa.Column("checked_by", sa.String(130), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("organisation_id", sa.Integer()),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
    )
    op.create_index("ix_equipment_list", "equipment", ["kana", "id"])
    op.create_index("ix_equipment_organisation_id", "equipment", ["organisation_id"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("equipment")
