"""restores of the database, and letters that left before them"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "b6d2f81c4e07"
down_revision: str | None = "e1b7d40c93fa"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "database_restore",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lost", sa.Integer(), nullable=False),
        sa.Column("lost_hash", sa.String(64), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("links", sa.Integer(), nullable=False),
        sa.Column("ended", sa.JSON(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True)),
        sa.Column("confirmed_by_id", sa.Integer(), sa.ForeignKey("ab_user.id")),
        sa.Column("confirmed_by_name", sa.String(130), nullable=False),
    )
    op.create_table(
        "sent_before",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("sent_before")
    op.drop_table("database_restore")
