"""meetings"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "b7c1d2e4a9f0"
down_revision: str | None = "f2bdd6ffd662"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "meeting_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("lead_days", sa.Integer(), nullable=False),
        sa.Column("agenda", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("online_url", sa.String(length=500), nullable=False),
        sa.Column("online_access", sa.String(length=200), nullable=False),
        sa.Column("lead_days", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("requested_by_id", sa.Integer(), nullable=True),
        sa.Column("request_reason", sa.Text(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("return_reason", sa.Text(), nullable=False),
        sa.Column("notified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("record_date", sa.Date(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_reason", sa.Text(), nullable=False),
        sa.Column("chair_id", sa.Integer(), nullable=True),
        sa.Column("continues_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["approved_by_id"],
            ["ab_user.id"],
        ),
        sa.ForeignKeyConstraint(
            ["chair_id"],
            ["organisation.id"],
        ),
        sa.ForeignKeyConstraint(
            ["continues_id"],
            ["meeting.id"],
        ),
        sa.ForeignKeyConstraint(
            ["requested_by_id"],
            ["organisation.id"],
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"],
            ["ab_user.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index("ix_meeting_state", ["state", "starts_at"], unique=False)

    op.create_table(
        "agenda_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("notified", sa.Boolean(), nullable=False),
        sa.Column("resolution_kind", sa.String(length=40), nullable=True),
        sa.Column("consent_id", sa.Integer(), nullable=True),
        sa.Column("release_request_id", sa.Integer(), nullable=True),
        sa.Column("becomes_general", sa.Boolean(), nullable=False),
        sa.Column("expulsion_id", sa.Integer(), nullable=True),
        sa.Column("regulation_slug", sa.String(length=40), nullable=False),
        sa.Column("regulation_text", sa.JSON(), nullable=True),
        sa.Column("in_force_from", sa.Date(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), nullable=False),
        sa.Column("continues_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["consent_id"],
            ["consent_to_serve.id"],
        ),
        sa.ForeignKeyConstraint(
            ["continues_id"],
            ["agenda_item.id"],
        ),
        sa.ForeignKeyConstraint(
            ["expulsion_id"],
            ["expulsion.id"],
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
        ),
        sa.ForeignKeyConstraint(
            ["release_request_id"],
            ["release_request.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("continues_id"),
        sa.UniqueConstraint("meeting_id", "kind", "number"),
        sa.UniqueConstraint("meeting_id", "position"),
    )
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agenda_item_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "meeting_observer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("attended", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("meeting_observer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_meeting_observer_meeting_id"), ["meeting_id"], unique=False
        )

    op.create_table(
        "meeting_presence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("online", sa.Boolean(), nullable=False),
        sa.Column("attendee", sa.String(length=130), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("departed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("meeting_presence", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_meeting_presence_meeting_id"), ["meeting_id"], unique=False
        )
        batch_op.create_index(
            "uq_meeting_presence_now",
            ["meeting_id", "organisation_id"],
            unique=True,
            sqlite_where=sa.text("departed_at IS NULL"),
            postgresql_where=sa.text("departed_at IS NULL"),
        )

    op.create_table(
        "meeting_proxy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("principal_id", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=False),
        sa.Column("covers_all", sa.Boolean(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filed_by", sa.String(length=40), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(length=200), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("scan", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agent_id"],
            ["organisation.id"],
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
        ),
        sa.ForeignKeyConstraint(
            ["principal_id"],
            ["organisation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("meeting_proxy", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_meeting_proxy_meeting_id"), ["meeting_id"], unique=False
        )
        batch_op.create_index(
            "uq_meeting_proxy_now",
            ["meeting_id", "principal_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "meeting_roll",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("link_nonce", sa.String(length=43), nullable=False),
        sa.Column("reply", sa.String(length=40), nullable=True),
        sa.Column("attendee", sa.String(length=130), nullable=False),
        sa.Column("is_substitute", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replied_by", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("meeting_id", "organisation_id"),
    )
    with op.batch_alter_table("meeting_roll", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_meeting_roll_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "agenda_exclusion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["agenda_item.id"],
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("item_id", "organisation_id"),
    )
    with op.batch_alter_table("agenda_exclusion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agenda_exclusion_item_id"), ["item_id"], unique=False)

    op.create_table(
        "agenda_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["agenda_item.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("agenda_paper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agenda_paper_item_id"), ["item_id"], unique=False)

    op.create_table(
        "meeting_proxy_instruction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proxy_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["agenda_item.id"],
        ),
        sa.ForeignKeyConstraint(
            ["proxy_id"],
            ["meeting_proxy.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("proxy_id", "item_id"),
    )
    with op.batch_alter_table("meeting_proxy_instruction", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_meeting_proxy_instruction_proxy_id"), ["proxy_id"], unique=False
        )

    op.create_table(
        "resolution_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("article", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["agenda_item.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("item_id"),
        sa.UniqueConstraint("sequence"),
    )
    with op.batch_alter_table("resolution_record", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_resolution_record_effective_on"), ["effective_on"], unique=False
        )

    op.create_table(
        "statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(length=40), nullable=False),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["agenda_item.id"],
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("statement", schema=None) as batch_op:
        batch_op.create_index("ix_statement_item", ["item_id", "organisation_id"], unique=False)

    op.create_table(
        "vote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=True),
        sa.Column("choice", sa.String(length=40), nullable=False),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agent_id"],
            ["organisation.id"],
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["agenda_item.id"],
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("item_id", "organisation_id"),
    )
    with op.batch_alter_table("regulation", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("basis", sa.String(length=300), server_default="", nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("regulation", schema=None) as batch_op:
        batch_op.drop_column("basis")

    op.drop_table("vote")
    with op.batch_alter_table("statement", schema=None) as batch_op:
        batch_op.drop_index("ix_statement_item")

    op.drop_table("statement")
    with op.batch_alter_table("resolution_record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_resolution_record_effective_on"))

    op.drop_table("resolution_record")
    with op.batch_alter_table("meeting_proxy_instruction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_proxy_instruction_proxy_id"))

    op.drop_table("meeting_proxy_instruction")
    with op.batch_alter_table("agenda_paper", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agenda_paper_item_id"))

    op.drop_table("agenda_paper")
    with op.batch_alter_table("agenda_exclusion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agenda_exclusion_item_id"))

    op.drop_table("agenda_exclusion")
    with op.batch_alter_table("meeting_roll", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_roll_organisation_id"))

    op.drop_table("meeting_roll")
    with op.batch_alter_table("meeting_proxy", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_meeting_proxy_now",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_meeting_proxy_meeting_id"))

    op.drop_table("meeting_proxy")
    with op.batch_alter_table("meeting_presence", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_meeting_presence_now",
            sqlite_where=sa.text("departed_at IS NULL"),
            postgresql_where=sa.text("departed_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_meeting_presence_meeting_id"))

    op.drop_table("meeting_presence")
    with op.batch_alter_table("meeting_observer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_observer_meeting_id"))

    op.drop_table("meeting_observer")
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agenda_item_meeting_id"))

    op.drop_table("agenda_item")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index("ix_meeting_state")

    op.drop_table("meeting")
    op.drop_table("meeting_template")
