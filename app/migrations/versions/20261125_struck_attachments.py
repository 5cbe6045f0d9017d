"""attachments of cases that were struck out"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "9b1f4c7e2a60"
down_revision: str | None = "6d3e8a51c0f4"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("case_attachment") as batch_op:
        batch_op.add_column(sa.Column("struck_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("struck_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("struck_reason", sa.LargeBinary(), nullable=True))
        batch_op.create_foreign_key(
            "fk_case_attachment_struck_by", "ab_user", ["struck_by_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("case_attachment") as batch_op:
        batch_op.drop_constraint("fk_case_attachment_struck_by", type_="foreignkey")
        batch_op.drop_column("struck_reason")
        batch_op.drop_column("struck_by_id")
        batch_op.drop_column("struck_at")
