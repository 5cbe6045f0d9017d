"""imports of tables into registers"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "7e41c0b98d35"
down_revision: str | None = "5d9be204c71f"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "register_import",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("register", sa.String(40), nullable=False),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("preview", sa.JSON(), nullable=False),
        sa.Column("sheet", sa.Integer(), nullable=False),
        sa.Column("heading_line", sa.Integer(), nullable=False),
        sa.Column("heading_lines", sa.Integer(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("filled", sa.JSON(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by_id", sa.Integer(), sa.ForeignKey("ab_user.id"), nullable=False),
        sa.Column("created_by_name", sa.String(130), nullable=False),
        sa.Column("finished_at", MOMENT),
    )
    op.create_index("ix_register_import_state", "register_import", ["state"])


def downgrade() -> None:
    op.drop_table("register_import")
