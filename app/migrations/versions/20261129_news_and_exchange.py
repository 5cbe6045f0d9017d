"""news, digests, webhooks, needs and offers, patronage, referrals, surveys"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "82de50231ff7"
down_revision: str | None = "52e85dd4608f"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "digest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("organisation_reached", sa.Integer(), nullable=False),
        sa.Column("person_reached", sa.Integer(), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("finished_at", MOMENT),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("day"),
    )
    op.create_table(
        "webhook",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(36), nullable=False),
        sa.Column("url", sa.String(300), nullable=False),
        sa.Column("purpose", sa.String(100), nullable=False),
        sa.Column("events", sa.Text(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("rotated_at", MOMENT),
        sa.Column("told_until", MOMENT, nullable=False),
        sa.Column("register_version", sa.Integer(), nullable=False),
        sa.Column("organisation_version", sa.Integer(), nullable=False),
        sa.Column("failing_since", MOMENT),
        sa.Column("off_at", MOMENT),
        sa.Column("off_because", sa.String(200), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
    )
    op.create_table(
        "need_offer",
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("municipality", sa.String(40)),
        sa.Column("activity_fields", sa.Text(), nullable=False),
        sa.Column("until", sa.Date()),
        sa.Column("stage", sa.String(40)),
        sa.Column("matched_on", sa.Date()),
        sa.Column("answered_at", MOMENT),
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
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
    )
    op.create_index("ix_need_offer_list", "need_offer", ["until", "id"])
    op.create_index("ix_need_offer_organisation_id", "need_offer", ["organisation_id"])

    op.create_table(
        "news",
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("published_on", sa.Date()),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("audience", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("website", sa.String(300), nullable=False),
        sa.Column("activity_fields", sa.Text(), nullable=False),
        sa.Column("municipalities", sa.Text(), nullable=False),
        sa.Column("expires_on", sa.Date()),
        sa.Column("stage", sa.String(40), nullable=False),
        sa.Column("returned_because", sa.Text(), nullable=False),
        sa.Column("published_at", MOMENT),
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
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
    )
    op.create_index("ix_news_list", "news", ["published_on", "id"])
    op.create_index("ix_news_organisation_id", "news", ["organisation_id"])
    op.create_index("ix_news_published_at", "news", ["published_at"])
    op.create_index("ix_news_stage", "news", ["stage"])

    op.create_table(
        "patronage",
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("expected", sa.Integer()),
        sa.Column("fee", sa.String(100), nullable=False),
        sa.Column("stage", sa.String(40)),
        sa.Column("decided_on", sa.Date()),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("visitors", sa.Integer()),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("reported_on", sa.Date()),
        sa.Column("reminded_on", sa.Date()),
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
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
    )
    op.create_index("ix_patronage_list", "patronage", ["held_on", "id"])
    op.create_index("ix_patronage_organisation_id", "patronage", ["organisation_id"])

    op.create_table(
        "survey",
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("questions", sa.Text(), nullable=False),
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
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
    )
    op.create_index("ix_survey_list", "survey", ["closes_on", "id"])
    op.create_index("ix_survey_organisation_id", "survey", ["organisation_id"])

    op.create_table(
        "webhook_delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("webhook_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(40), nullable=False),
        sa.Column("event", sa.String(40), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", MOMENT, nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("detail", sa.String(200), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("delivered_at", MOMENT),
        sa.ForeignKeyConstraint(
            ["webhook_id"],
            ["webhook.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("message_id"),
    )
    op.create_index("ix_webhook_delivery_due", "webhook_delivery", ["state", "next_at"])
    op.create_index("ix_webhook_delivery_webhook", "webhook_delivery", ["webhook_id", "id"])

    op.create_table(
        "digest_wish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer()),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("activity_fields", sa.Text(), nullable=False),
        sa.Column("municipalities", sa.Text(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["ab_user.id"],
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("account_id"),
    )
    op.create_index("ix_digest_wish_organisation_id", "digest_wish", ["organisation_id"])
    op.create_index(
        "uq_digest_wish_member",
        "digest_wish",
        ["organisation_id"],
        unique=True,
        sqlite_where=sa.text("account_id IS NULL"),
        postgresql_where=sa.text("account_id IS NULL"),
    )

    op.create_table(
        "need_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_offer_id", sa.Integer(), nullable=False),
        sa.Column("is_answer", sa.Boolean(), nullable=False),
        sa.Column("author_organisation_id", sa.Integer()),
        sa.Column("author_name", sa.String(130), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_organisation_id"],
            ["organisation.id"],
        ),
        sa.ForeignKeyConstraint(
            ["need_offer_id"],
            ["need_offer.id"],
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_need_message_author", "need_message", ["author_organisation_id", "written_at"]
    )
    op.create_index("ix_need_message_organisation_id", "need_message", ["organisation_id"])
    op.create_index(
        "ix_need_message_thread", "need_message", ["need_offer_id", "organisation_id", "id"]
    )

    op.create_table(
        "survey_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer()),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"],
            ["survey.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("survey_id", "organisation_id"),
    )
    op.create_index("ix_survey_answer_organisation_id", "survey_answer", ["organisation_id"])
    op.create_index("ix_survey_answer_survey_id", "survey_answer", ["survey_id"])

    op.create_table(
        "referral",
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("municipality", sa.String(40)),
        sa.Column("activity_fields", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.String(100), nullable=False),
        sa.Column("contact", sa.String(200), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("stage", sa.String(40)),
        sa.Column("moved_on", sa.Date()),
        sa.Column("nonce", sa.String(36), nullable=False),
        sa.Column("draft_key", sa.String(64), nullable=False),
        sa.Column("application_id", sa.Integer()),
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
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
    )
    op.create_index("ix_referral_application_id", "referral", ["application_id"])
    op.create_index("ix_referral_draft_key", "referral", ["draft_key"])
    op.create_index("ix_referral_list", "referral", ["name", "id"])
    op.create_index("ix_referral_organisation_id", "referral", ["organisation_id"])


def downgrade() -> None:
    op.drop_table("referral")
    op.drop_table("survey_answer")
    op.drop_table("need_message")
    op.drop_table("digest_wish")
    op.drop_table("webhook_delivery")
    op.drop_table("survey")
    op.drop_table("patronage")
    op.drop_table("news")
    op.drop_table("need_offer")
    op.drop_table("webhook")
    op.drop_table("digest")
