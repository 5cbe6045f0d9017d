"""links to the choice about the digest that can be made void"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "c27f90b1e6d8"
down_revision: str | None = "5b1e7c0d94a2"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Add the nonce; the links in letters that have left have none."""
    op.add_column(
        "digest_wish", sa.Column("nonce", sa.String(36), server_default="", nullable=False)
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("digest_wish", "nonce")
