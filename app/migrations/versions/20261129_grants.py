"""grants: calls, and members' grants with their papers, files and payments"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "405ee6b3c943"
down_revision: str | None = "a91c5e3d7b20"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "grant_call",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("summary", sa.String(100), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("target", sa.String(100), nullable=False),
        sa.Column("section", sa.String(60), nullable=False),
        sa.Column("basis", sa.String(100), nullable=False),
        sa.Column("papers", sa.String(200), nullable=False),
        sa.Column("contact", sa.String(100), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("choosing", sa.String(40), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("has_prenotice", sa.Boolean(), nullable=False),
        sa.Column("rate_numerator", sa.Integer(), nullable=False),
        sa.Column("rate_denominator", sa.Integer(), nullable=False),
        sa.Column("cost_limit", sa.Integer(), nullable=False),
        sa.Column("limit_on", sa.String(40), nullable=False),
        sa.Column("rounding", sa.String(40), nullable=False),
        sa.Column("budget", sa.Integer(), nullable=False),
        sa.Column("payment", sa.String(40), nullable=False),
        sa.Column("request_days", sa.Integer(), nullable=False),
        sa.Column("withdrawal_days", sa.Integer(), nullable=False),
        sa.Column("change_percent", sa.Integer(), nullable=False),
        sa.Column("report_days", sa.Integer(), nullable=False),
        sa.Column("report_days_after_year", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(36), nullable=False),
        sa.Column("tier", sa.String(40), nullable=False),
        sa.Column("retired_on", sa.Date()),
        sa.Column("retired_because", sa.String(300), nullable=False),
        sa.Column("checked_on", sa.Date()),
        sa.Column("checked_by", sa.String(130), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("organisation_id", sa.Integer()),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
    )
    op.create_index("ix_grant_call_list", "grant_call", ["closes_on", "id"])
    op.create_index("ix_grant_call_organisation_id", "grant_call", ["organisation_id"])

    op.create_table(
        "member_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("once", sa.String(40), nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("asked_by_id", sa.Integer()),
        sa.Column("asked_by_name", sa.String(130), nullable=False),
        sa.Column("arrived_at", MOMENT),
        sa.Column("place", sa.Integer()),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("decided", sa.Integer()),
        sa.Column("decided_on", sa.Date()),
        sa.Column("inspected_on", sa.Date()),
        sa.Column("inspected_by", sa.String(130), nullable=False),
        sa.Column("inspection", sa.Text(), nullable=False),
        sa.Column("struck", sa.JSON(), nullable=False),
        sa.Column("repay", sa.Integer(), nullable=False),
        sa.Column("repaid_on", sa.Date()),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("reminded_for", sa.Date()),
        sa.Column("told_late_for", sa.Date()),
        sa.Column("bank", sa.String(60), nullable=False),
        sa.Column("branch", sa.String(60), nullable=False),
        sa.Column("account_kind", sa.String(10), nullable=False),
        sa.Column("account_number", sa.String(10), nullable=False),
        sa.Column("account_holder", sa.String(60), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["ab_user.id"]),
        sa.ForeignKeyConstraint(["call_id"], ["grant_call.id"]),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
        sa.UniqueConstraint("once"),
    )
    op.create_index("ix_member_grant_call_id", "member_grant", ["call_id"])
    op.create_index("ix_member_grant_due_on", "member_grant", ["due_on"])
    op.create_index("ix_member_grant_organisation_id", "member_grant", ["organisation_id"])
    op.create_index("ix_member_grant_state", "member_grant", ["state", "id"])

    op.create_table(
        "grant_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(36), nullable=False),
        sa.Column("grant_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["grant_id"], ["member_grant.id"]),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
    )
    op.create_index("ix_grant_file_grant_id", "grant_file", ["grant_id"])
    op.create_index("ix_grant_file_organisation_id", "grant_file", ["organisation_id"])

    op.create_table(
        "grant_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("grant_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.String(64), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("submitted_at", MOMENT),
        sa.Column("submitted_by", sa.String(130), nullable=False),
        sa.Column("is_in_force", sa.Boolean(), nullable=False),
        sa.Column("written_by", sa.String(130), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["grant_id"], ["member_grant.id"]),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("grant_id", "kind", "version"),
    )
    op.create_index("ix_grant_paper_organisation_id", "grant_paper", ["organisation_id"])

    op.create_table(
        "grant_payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("grant_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("claimed_at", MOMENT, nullable=False),
        sa.Column("claimed_by", sa.String(130), nullable=False),
        sa.Column("paid_on", sa.Date()),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["grant_id"], ["member_grant.id"]),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_grant_payment_grant_id", "grant_payment", ["grant_id"])
    op.create_index("ix_grant_payment_organisation_id", "grant_payment", ["organisation_id"])


def downgrade() -> None:
    """Drop the tables."""
    for table in ("grant_payment", "grant_paper", "grant_file", "member_grant", "grant_call"):
        op.drop_table(table)
