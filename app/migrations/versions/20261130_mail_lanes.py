"""lanes of the mail, pauses of domains, tries of a letter"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "f4c2b86a91d7"
down_revision: str | None = "b6d2f81c4e07"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

DUE = ["state", "next_at"]
MOMENT = sa.DateTime(timezone=True)
LETTER = sa.table("outbox_message", sa.column("recipient"), sa.column("domain"))


def upgrade() -> None:
    op.add_column(
        "outbox_message", sa.Column("domain", sa.String(254), server_default="", nullable=False)
    )
    op.add_column(
        "outbox_message",
        sa.Column("replies_lost", sa.Integer(), server_default="0", nullable=False),
    )
    op.add_column("outbox_message", sa.Column("doubted_at", MOMENT))
    op.create_table(
        "mail_lane",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("destination", sa.String(300), nullable=False, unique=True),
        sa.Column("holder", sa.String(40), nullable=False),
        sa.Column("lease_until", MOMENT),
        sa.Column("stopped_at", MOMENT),
        sa.Column("why", sa.String(500), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("paused_until", MOMENT),
        sa.Column("succeeded_at", MOMENT),
        sa.Column("refusal", sa.String(40), nullable=False),
        sa.Column("refused_ids", sa.JSON(), nullable=False),
    )
    op.create_table(
        "mail_pause",
        sa.Column("domain", sa.String(254), primary_key=True),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(500), nullable=False),
    )
    _keep_domains()
    op.drop_index("ix_outbox_due", "outbox_message")
    op.create_index("ix_outbox_due", "outbox_message", [*DUE, "domain", "doubted_at"])


def _keep_domains() -> None:
    run, row = op.get_bind().execute, LETTER.c
    for recipient in run(sa.select(row.recipient).distinct()).scalars().all():
        domain = recipient.rpartition("@")[2].strip().casefold()
        run(LETTER.update().where(row.recipient == recipient).values(domain=domain))


def downgrade() -> None:
    op.drop_index("ix_outbox_due", "outbox_message")
    op.create_index("ix_outbox_due", "outbox_message", DUE)
    op.drop_table("mail_pause")
    op.drop_table("mail_lane")
    for column in ("doubted_at", "replies_lost", "domain"):
        op.drop_column("outbox_message", column)
