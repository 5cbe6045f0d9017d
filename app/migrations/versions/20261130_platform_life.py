"""platform life: grants entered from paper, survey forms taken once, waiting news without a day"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "5b1e7c0d94a2"
down_revision: str | None = "5a3c1e7b90d4"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Add the columns; news that nobody could read yet has no day of publication."""
    op.add_column(
        "member_grant",
        sa.Column("received_by", sa.String(40), server_default="web", nullable=False),
    )
    op.add_column("survey_answer", sa.Column("ticket", sa.String(40), nullable=True))
    op.create_index("ix_survey_answer_ticket", "survey_answer", ["ticket"], unique=True)
    op.execute("UPDATE news SET published_on = NULL WHERE published_at IS NULL")


def downgrade() -> None:
    """Take them away again."""
    op.drop_index("ix_survey_answer_ticket", "survey_answer")
    op.drop_column("survey_answer", "ticket")
    op.drop_column("member_grant", "received_by")
