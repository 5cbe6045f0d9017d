"""state of open tasks: stored, no longer told by done_at"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "b5e1d07c93aa"
down_revision: str | None = "7d20c9e4a1f3"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "open_task", sa.Column("state", sa.String(40), nullable=False, server_default="open")
    )
    tasks = sa.table("open_task", sa.column("state"), sa.column("done_at"))
    op.execute(tasks.update().where(tasks.c.done_at.is_not(None)).values(state="done"))
    op.drop_index("ix_open_task_state", table_name="open_task")
    op.create_index("ix_open_task_state", "open_task", ["state", "due_on"])


def downgrade() -> None:
    op.drop_index("ix_open_task_state", table_name="open_task")
    op.create_index("ix_open_task_state", "open_task", ["done_at", "due_on"])
    op.drop_column("open_task", "state")
