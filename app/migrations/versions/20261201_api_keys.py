"""keys of the open interface"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "c2f07a4d91be"
down_revision: str | None = "c71e5a08d3b2"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "api_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("prefix", sa.String(12), nullable=False),
        sa.Column("key_hash", sa.String(64), nullable=False),
        sa.Column("purpose", sa.String(100), nullable=False),
        sa.Column("tier", sa.String(40), nullable=False),
        sa.Column("organisation_id", sa.Integer()),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("last_used_on", sa.Date()),
        sa.Column("revoked_at", MOMENT),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.ForeignKeyConstraint(["account_id"], ["ab_user.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("prefix"),
        sa.UniqueConstraint("key_hash"),
    )
    for column in ("organisation_id", "account_id"):
        op.create_index(f"ix_api_key_{column}", "api_key", [column])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("api_key")
