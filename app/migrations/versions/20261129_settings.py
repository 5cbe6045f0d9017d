"""settings that the secretariat makes in the product"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "d81b54f0a936"
down_revision: str | None = "c3f8a1d5e702"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "setting",
        sa.Column("key", sa.String(60), primary_key=True),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), sa.ForeignKey("ab_user.id")),
    )


def downgrade() -> None:
    op.drop_table("setting")
