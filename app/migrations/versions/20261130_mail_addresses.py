"""reports on letters, addresses that letters do not reach, letters that are stopped"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "b7d20e4f51ac"
down_revision: str | None = "f4c2b86a91d7"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("outbox_message", sa.Column("returned_at", MOMENT))
    op.create_table(
        "delivery_report",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fingerprint", sa.String(64), nullable=False, unique=True),
        sa.Column("message_id", sa.Integer(), sa.ForeignKey("outbox_message.id"), nullable=False),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("words", sa.String(300), nullable=False),
        sa.Column("named", sa.String(254), nullable=False),
    )
    op.create_index("ix_delivery_report_message_id", "delivery_report", ["message_id"])
    op.create_index("ix_delivery_report_address", "delivery_report", ["address"])
    op.create_table(
        "mail_address",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("address", sa.String(254), nullable=False, unique=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("counts_from", MOMENT),
    )
    op.create_index("ix_mail_address_state", "mail_address", ["state"])
    op.create_table(
        "forged_return",
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("number", sa.Integer(), nullable=False),
    )
    op.create_table(
        "stopped_letter",
        sa.Column("address", sa.String(254), primary_key=True),
        sa.Column("purpose", sa.String(40), primary_key=True),
        sa.Column("at", MOMENT, nullable=False),
    )


def downgrade() -> None:
    for table in ("stopped_letter", "forged_return", "mail_address", "delivery_report"):
        op.drop_table(table)
    op.drop_column("outbox_message", "returned_at")
