"""own names of cases; office documents in a case"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "3d9b7a41c6e0"
down_revision: str | None = "5b8e1d47c260"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

INDEX = "ix_case_name_case_id"


def upgrade() -> None:
    op.create_table(
        "case_name",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["ab_user.id"]),
        sa.ForeignKeyConstraint(["case_id"], ["support_case.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("case_id", "author_id"),
    )
    op.create_index(INDEX, "case_name", ["case_id"])
    # Room for the long types of Word and Excel. SQLite copies the table: it has no trigger to lose.
    with op.batch_alter_table("case_attachment") as batch:
        batch.alter_column(
            "media_type",
            existing_type=sa.String(40),
            type_=sa.String(80),
            existing_nullable=False,
        )


def downgrade() -> None:
    """Drop the table. The wider column stays: rows may need it."""
    op.drop_index(INDEX, "case_name")
    op.drop_table("case_name")
