"""founded year: an optional field of 別紙1"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "a4f6c2d81b37"
down_revision: str | None = "b5e1d07c93aa"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

TABLES = ("organisation", "application")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("founded_year", sa.Integer(), nullable=True))


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "founded_year")
