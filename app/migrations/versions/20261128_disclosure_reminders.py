"""reminders of disclosure requests: open ones are due a reminder three days before their deadline"""

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision: str = "c41f7a90b2d8"
down_revision: str | None = "9b1f4c7e2a60"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("disclosure_request") as batch_op:
        batch_op.add_column(sa.Column("remind_on", sa.Date(), nullable=True))
    requests = sa.table(
        "disclosure_request",
        sa.column("id", sa.String),
        sa.column("due_on", sa.Date),
        sa.column("remind_on", sa.Date),
        sa.column("decided_on", sa.Date),
    )
    bind = op.get_bind()
    waiting = sa.select(requests.c.id, requests.c.due_on).where(requests.c.decided_on.is_(None))
    for row in bind.execute(waiting).all():
        remind_on = row.due_on - timedelta(days=3)
        bind.execute(requests.update().where(requests.c.id == row.id).values(remind_on=remind_on))


def downgrade() -> None:
    with op.batch_alter_table("disclosure_request") as batch_op:
        batch_op.drop_column("remind_on")
