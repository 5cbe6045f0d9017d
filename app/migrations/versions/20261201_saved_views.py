"""views of lists that a person keeps"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "5a3c1e7b90d4"
down_revision: str | None = "3d9b7a41c6e0"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("ab_user", sa.Column("saved_views", sa.JSON()))


def downgrade() -> None:
    """Drop the column."""
    op.drop_column("ab_user", "saved_views")
