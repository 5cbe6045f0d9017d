"""reminders of requests under 法第16条第3項"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "6d3e8a51c0f4"
down_revision: str | None = "522551917ada"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("case_request") as batch_op:
        batch_op.add_column(sa.Column("remind_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("case_request") as batch_op:
        batch_op.drop_column("remind_on")
