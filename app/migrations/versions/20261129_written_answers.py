"""written answers: their copies, no proxy by telephone; opening on another day, retroactive texts"""

from collections.abc import Sequence
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision: str = "e7b3a1f0c958"
down_revision: str | None = "c83d5a10e9f4"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

BY_TELEPHONE = "電話での委任は書面でないため"


def upgrade() -> None:
    op.create_table(
        "statement_paper",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("entry_id", sa.Integer(), sa.ForeignKey("meeting_roll.id"), nullable=False),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("scan", sa.LargeBinary(), nullable=True),
        sa.Column("no_scan_reason", sa.String(300), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_statement_paper_entry_id", "statement_paper", ["entry_id"])
    op.add_column(
        "statement",
        sa.Column("paper_id", sa.Integer(), sa.ForeignKey("statement_paper.id"), nullable=True),
        inline_references=True,
    )
    op.add_column(
        "meeting_proxy",
        sa.Column("no_scan_reason", sa.String(300), nullable=False, server_default=""),
    )
    op.add_column(
        "meeting",
        sa.Column("opening_reason", sa.String(300), nullable=False, server_default=""),
    )
    op.add_column(
        "agenda_item",
        sa.Column("is_retroactive", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    _end_proxies_by_telephone()


def _end_proxies_by_telephone() -> None:
    """End those of meetings not over (規約第12条第3項); what is sealed stays as it was."""
    meetings = sa.table("meeting", sa.column("id"), sa.column("state"))
    entries = sa.table(
        "meeting_roll",
        *map(sa.column, ("meeting_id", "organisation_id", "reply", "replied_at", "replied_by")),
    )
    proxies = sa.table(
        "meeting_proxy",
        *map(sa.column, ("id", "meeting_id", "principal_id", "filed_by", "end_reason")),
        sa.column("ended_at", sa.DateTime(timezone=True)),
    )
    running = sa.select(meetings.c.id).where(meetings.c.state.in_(("notified", "open")))
    bind = op.get_bind()
    spoken = sa.select(proxies.c.id, proxies.c.meeting_id, proxies.c.principal_id).where(
        proxies.c.filed_by == "telephone",
        proxies.c.ended_at.is_(None),
        proxies.c.meeting_id.in_(running),
    )
    for row in bind.execute(spoken).all():
        bind.execute(
            proxies.update()
            .where(proxies.c.id == row.id)
            .values(ended_at=datetime.now(UTC), end_reason=BY_TELEPHONE)
        )
        bind.execute(
            entries.update()
            .where(entries.c.meeting_id == row.meeting_id)
            .where(entries.c.organisation_id == row.principal_id, entries.c.reply == "proxy")
            .values(reply=None, replied_at=None, replied_by=None)
        )


def downgrade() -> None:
    op.drop_column("agenda_item", "is_retroactive")
    op.drop_column("meeting", "opening_reason")
    op.drop_column("meeting_proxy", "no_scan_reason")
    op.drop_column("statement", "paper_id")
    op.drop_index("ix_statement_paper_entry_id", "statement_paper")
    op.drop_table("statement_paper")
