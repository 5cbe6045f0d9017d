"""mapping, questions, mending and undo of roster imports"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from app.models.common.types import UtcDateTime

revision: str = "c3a9d5e81f24"
down_revision: str | None = "f0c7d2b91e54"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

IMPORT = (
    ("preview", sa.JSON(), "{}"),
    ("sheet", sa.Integer(), "0"),
    ("heading_line", sa.Integer(), "1"),
    ("heading_lines", sa.Integer(), "1"),
    ("filled", sa.JSON(), "{}"),
    ("gaps", sa.Boolean(), sa.false()),
    ("notes", sa.JSON(), "[]"),
    ("effects", sa.JSON(), "{}"),
)
ROW = (
    ("faults", sa.JSON(), "{}"),
    ("remarks", sa.JSON(), "[]"),
    ("mended", sa.JSON(), "{}"),
    ("answers", sa.JSON(), "{}"),
    ("question", sa.JSON(), "{}"),
    ("marks", sa.JSON(), "[]"),
    ("widens", sa.Boolean(), sa.false()),
    ("clears", sa.Boolean(), sa.false()),
    ("gaps", sa.Boolean(), sa.false()),
    ("undone", sa.Boolean(), sa.false()),
    ("undo_refusal", sa.Text(), ""),
)
COLUMNS = {"roster_import": IMPORT, "roster_import_row": ROW}


def upgrade() -> None:
    for table, columns in COLUMNS.items():
        for name, kind, default in columns:
            op.add_column(table, sa.Column(name, kind, nullable=False, server_default=default))
    op.add_column("roster_import", sa.Column("undo_by_id", sa.Integer(), nullable=True))
    op.add_column("roster_import", sa.Column("undone_at", UtcDateTime(), nullable=True))
    op.create_table(
        "column_memory",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("assigned", sa.JSON(), nullable=False),
        sa.Column("filled", sa.JSON(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["changed_by_id"], ["ab_user.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("purpose", "fingerprint"),
    )


def downgrade() -> None:
    op.drop_table("column_memory")
    op.drop_column("roster_import", "undone_at")
    op.drop_column("roster_import", "undo_by_id")
    for table, columns in COLUMNS.items():
        for name, _kind, _default in columns:
            op.drop_column(table, name)
