"""safeguards of the council

Withdrawal of issues, reminders of a case's deadlines, the day on which a decision was told, struck
terms, letters that no office lists.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "d58e20b7c9a4"
down_revision: str | None = "e3b70d54a9c2"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def _account(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), sa.ForeignKey("ab_user.id"), nullable=True)


def _moment(name: str) -> sa.Column[sa.DateTime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=True)


def _day(name: str) -> sa.Column[sa.Date]:
    return sa.Column(name, sa.Date(), nullable=True)


def _text(name: str, length: int = 300) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), server_default="", nullable=False)


def _columns() -> dict[str, tuple[sa.Column[Any], ...]]:
    return {
        "platform_issue": (
            _moment("withdrawal_asked_at"),
            _account("withdrawal_asked_by_id"),
            _text("withdrawal_reason"),
            _day("withdrawn_on"),
        ),
        "support_case": (_day("remind_on"),),
        "case_record": (_day("remind_on"),),
        "conference": (_day("remind_on"),),
        "disclosure_request": (_day("told_on"),),
        "council_person": (
            _text("struck_reason"),
            _account("named_by_id"),
            _account("confirmed_by_id"),
            _moment("confirmed_at"),
            _text("representative", 200),
            sa.Column("naming_paper", sa.LargeBinary(), nullable=True),
            _text("naming_paper_name", 200),
            _text("naming_media_type", 40),
        ),
        "outbox_message": (
            sa.Column("unlisted", sa.Boolean(), server_default=sa.false(), nullable=False),
        ),
    }


REMINDED = (("support_case", "review_on"), ("case_record", "due_on"), ("conference", "next_on"))
"""What is still to come is reminded of on its day; the past is not raised again."""


def upgrade() -> None:
    for table, columns in _columns().items():
        for column in columns:
            op.add_column(table, column, inline_references=True)
    for table, due in REMINDED:
        rows = sa.table(table, sa.column("remind_on", sa.Date), sa.column(due, sa.Date))
        is_to_come = rows.c[due] >= sa.func.current_date()
        op.execute(rows.update().where(is_to_come).values(remind_on=rows.c[due]))
    op.execute("UPDATE outbox_message SET unlisted = TRUE WHERE purpose = 'something_to_read'")
    _end_unconfirmed_namings()


def _end_unconfirmed_namings() -> None:
    """End the namings that one officer made alone, and what they opened: each has to be confirmed again."""
    persons = sa.table("council_person", sa.column("coordinates", sa.Boolean))
    op.execute(persons.update().values(coordinates=False))
    parts = sa.table(
        "case_participation",
        sa.column("basis", sa.String),
        sa.column("ends_at", sa.DateTime(timezone=True)),
    )
    running = (parts.c.basis == "coordination") & parts.c.ends_at.is_(None)
    op.execute(parts.update().where(running).values(ends_at=datetime.now(UTC)))


def downgrade() -> None:
    for table, columns in reversed(_columns().items()):
        for column in reversed(columns):
            op.drop_column(table, column.name)
