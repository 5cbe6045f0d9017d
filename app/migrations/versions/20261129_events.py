"""events, registrations, subcommittees, addresses of the calendar"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "52e85dd4608f"
down_revision: str | None = "405ee6b3c943"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "subcommittee",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("aim", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("stage", sa.String(40)),
        sa.Column("founded_on", sa.Date()),
        sa.Column("ended_on", sa.Date()),
        sa.Column("reason", sa.Text(), nullable=False),
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
    op.create_index("ix_subcommittee_list", "subcommittee", ["name", "id"])
    op.create_index("ix_subcommittee_organisation_id", "subcommittee", ["organisation_id"])

    op.create_table(
        "calendar_address",
        sa.Column("account_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("nonce", sa.String(36), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["ab_user.id"]),
        sa.PrimaryKeyConstraint("account_id"),
    )
    op.create_table(
        "event",
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("summary", sa.String(70), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("audience", sa.String(200), nullable=False),
        sa.Column("subcommittee", sa.String(36)),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("ends_at", sa.Time()),
        sa.Column("way", sa.String(40), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("address", sa.String(200), nullable=False),
        sa.Column("municipality", sa.String(40)),
        sa.Column("meeting_url", sa.String(500), nullable=False),
        sa.Column("organiser", sa.String(100), nullable=False),
        sa.Column("contact", sa.String(200), nullable=False),
        sa.Column("fee", sa.String(100), nullable=False),
        sa.Column("needs", sa.Text(), nullable=False),
        sa.Column("access", sa.String(40), nullable=False),
        sa.Column("capacity", sa.Integer()),
        sa.Column("deadline", sa.Date()),
        sa.Column("groups", sa.Text(), nullable=False),
        sa.Column("kept_seats", sa.Integer()),
        sa.Column("kept_for", sa.Text(), nullable=False),
        sa.Column("kept_for_fields", sa.Text(), nullable=False),
        sa.Column("kept_until", sa.Date()),
        sa.Column("retention_months", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(40)),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("forgotten", sa.Boolean(), nullable=False),
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
        sa.ForeignKeyConstraint(["subcommittee"], ["subcommittee.public_id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
    )
    op.create_index("ix_event_list", "event", ["day", "id"])
    op.create_index("ix_event_organisation_id", "event", ["organisation_id"])
    op.create_index("ix_event_subcommittee", "event", ["subcommittee"])

    op.create_table(
        "subcommittee_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subcommittee_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["organisation.id"]),
        sa.ForeignKeyConstraint(["subcommittee_id"], ["subcommittee.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("subcommittee_id", "member_id"),
    )
    op.create_index("ix_subcommittee_member_member_id", "subcommittee_member", ["member_id"])
    op.create_table(
        "event_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer()),
        sa.Column("overall", sa.String(40), nullable=False),
        sa.Column("connected", sa.String(40), nullable=False),
        sa.Column("useful", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"]),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_event_answer_event_id", "event_answer", ["event_id"])
    op.create_index("ix_event_answer_organisation_id", "event_answer", ["organisation_id"])

    op.create_table(
        "event_question",
        sa.Column("event", sa.String(36)),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("section", sa.String(100), nullable=False),
        sa.Column("answered_on", sa.Date()),
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
        sa.ForeignKeyConstraint(["event"], ["event.public_id"]),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
    )
    op.create_index("ix_event_question_event", "event_question", ["event"])
    op.create_index("ix_event_question_list", "event_question", ["created_at", "id"])
    op.create_index("ix_event_question_organisation_id", "event_question", ["organisation_id"])

    op.create_table(
        "event_registration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer()),
        sa.Column("member_id", sa.Integer()),
        sa.Column("account_id", sa.Integer()),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("nonce", sa.String(36), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("body", sa.String(100), nullable=False),
        sa.Column("needs", sa.Text(), nullable=False),
        sa.Column("wish", sa.String(60), nullable=False),
        sa.Column("placed", sa.String(60), nullable=False),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.Column("entitled", sa.Boolean(), nullable=False),
        sa.Column("municipality", sa.String(10), nullable=False),
        sa.Column("kind", sa.String(40)),
        sa.Column("registered_at", MOMENT, nullable=False),
        sa.Column("offered_until", MOMENT),
        sa.Column("came_at", MOMENT),
        sa.Column("came_by", sa.String(130), nullable=False),
        sa.Column("walked_in", sa.Boolean(), nullable=False),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["ab_user.id"]),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"]),
        sa.ForeignKeyConstraint(["member_id"], ["organisation.id"]),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_event_registration_account_id", "event_registration", ["account_id"])
    op.create_index("ix_event_registration_event", "event_registration", ["event_id", "state"])
    op.create_index(
        "ix_event_registration_organisation_id", "event_registration", ["organisation_id"]
    )


def downgrade() -> None:
    """Drop the tables."""

    op.drop_table("event_registration")

    op.drop_table("event_question")

    op.drop_table("event_answer")
    op.drop_table("subcommittee_member")

    op.drop_table("event")
    op.drop_table("calendar_address")

    op.drop_table("subcommittee")
