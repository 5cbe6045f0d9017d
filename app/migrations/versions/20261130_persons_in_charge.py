"""who of the office is in charge of something that waits"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "5b8e1d47c260"
down_revision: str | None = "82de50231ff7"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "person_in_charge",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("ab_user.id"), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("kind", "subject"),
    )
    op.create_index("ix_person_in_charge_account_id", "person_in_charge", ["account_id"])


def downgrade() -> None:
    op.drop_table("person_in_charge")
