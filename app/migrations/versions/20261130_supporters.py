"""supporters and their activity, case records from outside"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "c3a7e91f4d28"
down_revision: str | None = "c3f0a7d2e914"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _register(
        "supporter",
        "kana",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("kana", sa.String(60), nullable=False),
        sa.Column("phone", sa.String(20), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("municipality_code", sa.String(40), nullable=False),
        sa.Column("address", sa.String(200), nullable=False),
        sa.Column("is_minor", sa.Boolean(), nullable=False),
        sa.Column("guardian_agreed", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("motive", sa.Text(), nullable=False),
        sa.Column("shares_with_municipality", sa.Boolean(), nullable=False),
        sa.Column("stage", sa.String(40)),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("applied_on", sa.Date()),
        sa.Column("trained_on", sa.Date()),
        sa.Column("pledged_on", sa.Date()),
        sa.Column("pledge_version", sa.String(20), nullable=False),
        sa.Column("insured", sa.Boolean(), nullable=False),
        sa.Column("appointed_on", sa.Date()),
        sa.Column("term_until", sa.Date()),
        sa.Column("refreshed_on", sa.Date()),
        sa.Column("ended_on", sa.Date()),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("nonce", sa.String(36), nullable=False),
    )
    _register(
        "supporter_activity",
        "name",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("supporter", sa.String(36), sa.ForeignKey("supporter.public_id")),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
    )
    op.create_index("ix_supporter_activity_supporter", "supporter_activity", ["supporter"])
    with op.batch_alter_table(
        "case_record"
    ) as batch:  # copied on SQLite: it has no trigger to lose
        batch.alter_column("written_by_id", existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    """Drop the tables. The writer of a record may stay unknown: nobody is to be named in its place."""
    op.drop_table("supporter_activity")
    op.drop_table("supporter")


def _register(table: str, order: str, *fields: sa.Column[Any]) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("public_id", sa.String(36), nullable=False, unique=True),
        sa.Column("tier", sa.String(40), nullable=False),
        sa.Column("retired_on", sa.Date()),
        sa.Column("retired_because", sa.String(300), nullable=False),
        sa.Column("checked_on", sa.Date()),
        sa.Column("checked_by", sa.String(130), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("organisation_id", sa.Integer(), sa.ForeignKey("organisation.id")),
        *fields,
    )
    op.create_index(f"ix_{table}_organisation_id", table, ["organisation_id"])
    op.create_index(f"ix_{table}_list", table, [order, "id"])
