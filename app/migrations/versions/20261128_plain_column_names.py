"""plain column names: a letter's dedupe key and a case's alias"""

from collections.abc import Sequence

from alembic import op

revision: str = "7d20c9e4a1f3"
down_revision: str | None = "c41f7a90b2d8"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

RENAMED = (
    ("outbox_message", "notice", "dedupe_key"),
    ("support_case", "label", "alias"),
    ("deletion_record", "label", "alias"),
)


def upgrade() -> None:
    for table, old, new in RENAMED:
        op.alter_column(table, old, new_column_name=new)


def downgrade() -> None:
    for table, old, new in RENAMED:
        op.alter_column(table, new, new_column_name=old)
