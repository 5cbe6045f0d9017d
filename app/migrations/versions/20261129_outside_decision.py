"""the decision taken in the prefecture's own system, noted with a proposal"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "e92b40c7d318"
down_revision: str | None = "d58e20b7c9a4"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    number = sa.Column("outside_number", sa.String(60), nullable=False, server_default="")
    op.add_column("approval", number)
    op.add_column("approval", sa.Column("outside_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("approval", "outside_on")
    op.drop_column("approval", "outside_number")
