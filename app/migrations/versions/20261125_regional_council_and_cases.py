"""regional council and cases"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "522551917ada"
down_revision: str | None = "c3a5e7f9b1d2"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "public_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "constituent_body",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("constituent_body", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_constituent_body_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "activity_summary",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["written_by_id"],
            ["ab_user.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "council",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("established_on", sa.Date(), nullable=False),
        sa.Column("coordinating_body_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["coordinating_body_id"],
            ["constituent_body.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "council_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("duty", sa.String(length=100), nullable=False),
        sa.Column("coordinates", sa.Boolean(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pledged_on", sa.Date(), nullable=True),
        sa.Column("pledge_version", sa.String(length=20), nullable=False),
        sa.Column("pledge_name", sa.String(length=200), nullable=False),
        sa.Column("pledge_copy", sa.LargeBinary(), nullable=True),
        sa.Column("pledge_media_type", sa.String(length=40), nullable=False),
        sa.Column("briefed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["ab_user.id"],
        ),
        sa.ForeignKeyConstraint(
            ["body_id"],
            ["constituent_body.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("council_person", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_council_person_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_council_person_body_id"), ["body_id"], unique=False)

    op.create_table(
        "deletion_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("key_destroyed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["approved_by_id"],
            ["ab_user.id"],
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"],
            ["ab_user.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("case_id"),
    )
    op.create_table(
        "incident",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("summary", sa.String(length=300), nullable=False),
        sa.Column("course", sa.Text(), nullable=False),
        sa.Column("measures", sa.Text(), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=True),
        sa.Column("is_malicious", sa.Boolean(), nullable=False),
        sa.Column("first_report_on", sa.Date(), nullable=True),
        sa.Column("final_report_on", sa.Date(), nullable=True),
        sa.Column("told_persons_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entered_by_id"],
            ["ab_user.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "support_case",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("urgency", sa.String(length=40), nullable=False),
        sa.Column("lead_body_id", sa.Integer(), nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("is_held", sa.Boolean(), nullable=False),
        sa.Column("hold_reason", sa.LargeBinary(), nullable=True),
        sa.Column("deletion_proposed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["deletion_proposed_by_id"],
            ["ab_user.id"],
        ),
        sa.ForeignKeyConstraint(
            ["lead_body_id"],
            ["constituent_body.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("label"),
    )
    with op.batch_alter_table("support_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_support_case_state"), ["state"], unique=False)

    op.create_table(
        "case_attachment",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("record_id", sa.String(length=32), nullable=True),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"],
            ["ab_user.id"],
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["support_case.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("case_attachment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_attachment_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_case_attachment_record_id"), ["record_id"], unique=False
        )

    op.create_table(
        "case_change",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("record_id", sa.String(length=32), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["support_case.id"],
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"],
            ["ab_user.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("case_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_change_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_change_record_id"), ["record_id"], unique=False)

    op.create_table(
        "case_draft",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("form", sa.String(length=80), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["ab_user.id"],
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["support_case.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("case_id", "author_id", "form"),
    )
    with op.batch_alter_table("case_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_draft_case_id"), ["case_id"], unique=False)

    op.create_table(
        "case_fingerprint",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("value", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["support_case.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("case_fingerprint", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_fingerprint_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_fingerprint_value"), ["value"], unique=False)

    op.create_table(
        "case_offer",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_by_id", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("addressee_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["addressee_id"],
            ["council_person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"],
            ["ab_user.id"],
        ),
        sa.ForeignKeyConstraint(
            ["body_id"],
            ["constituent_body.id"],
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["support_case.id"],
        ),
        sa.ForeignKeyConstraint(
            ["offered_by_id"],
            ["ab_user.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("case_offer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_offer_case_id"), ["case_id"], unique=False)

    op.create_table(
        "case_participation",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("basis", sa.String(length=40), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("granted_by_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["support_case.id"],
        ),
        sa.ForeignKeyConstraint(
            ["granted_by_id"],
            ["ab_user.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["council_person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("case_participation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_case_participation_case_id"), ["case_id"], unique=False
        )
        batch_op.create_index(
            "ix_case_participation_person", ["person_id", "case_id"], unique=False
        )

    op.create_table(
        "case_record",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["support_case.id"],
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"],
            ["ab_user.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("case_record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_record_case_id"), ["case_id"], unique=False)
        batch_op.create_index("ix_case_record_kind", ["case_id", "kind"], unique=False)

    op.create_table(
        "case_request",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=True),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("addressee_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["addressee_id"],
            ["council_person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"],
            ["ab_user.id"],
        ),
        sa.ForeignKeyConstraint(
            ["body_id"],
            ["constituent_body.id"],
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["support_case.id"],
        ),
        sa.ForeignKeyConstraint(
            ["sent_by_id"],
            ["ab_user.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    with op.batch_alter_table("case_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_request_case_id"), ["case_id"], unique=False)

    op.create_table(
        "case_review",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["support_case.id"],
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"],
            ["ab_user.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("case_review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_review_case_id"), ["case_id"], unique=False)

    op.create_table(
        "conference",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("outcome", sa.LargeBinary(), nullable=True),
        sa.Column("minutes", sa.LargeBinary(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["support_case.id"],
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"],
            ["ab_user.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("conference", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_conference_case_id"), ["case_id"], unique=False)

    op.create_table(
        "disclosure_request",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("gathered", sa.LargeBinary(), nullable=True),
        sa.Column("decision", sa.LargeBinary(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("received_by_id", sa.Integer(), nullable=False),
        sa.Column("disclosed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["support_case.id"],
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["ab_user.id"],
        ),
        sa.ForeignKeyConstraint(
            ["received_by_id"],
            ["ab_user.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("disclosure_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_disclosure_request_case_id"), ["case_id"], unique=False
        )

    op.create_table(
        "emergency_access",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=True),
        sa.Column("was_justified", sa.Boolean(), nullable=True),
        sa.Column("review_note", sa.LargeBinary(), nullable=True),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["support_case.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["council_person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"],
            ["ab_user.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("emergency_access", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_emergency_access_case_id"), ["case_id"], unique=False)

    op.create_table(
        "issue_sheet",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("addressee_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["addressee_id"],
            ["council_person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["support_case.id"],
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"],
            ["ab_user.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("issue_sheet", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issue_sheet_case_id"), ["case_id"], unique=False)

    op.create_table(
        "passing_on",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("basis", sa.String(length=40), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("consent_id", sa.String(length=32), nullable=True),
        sa.Column("passed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("passed_by_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["support_case.id"],
        ),
        sa.ForeignKeyConstraint(
            ["passed_by_id"],
            ["ab_user.id"],
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"],
            ["council_person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("passing_on", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_passing_on_case_id"), ["case_id"], unique=False)

    op.create_table(
        "conference_member",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("conference_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("attended", sa.Boolean(), nullable=True),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["support_case.id"],
        ),
        sa.ForeignKeyConstraint(
            ["conference_id"],
            ["conference.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["council_person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("conference_id", "person_id"),
    )
    with op.batch_alter_table("conference_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_conference_member_case_id"), ["case_id"], unique=False)

    op.create_table(
        "conference_paper",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("conference_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"],
            ["ab_user.id"],
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["support_case.id"],
        ),
        sa.ForeignKeyConstraint(
            ["conference_id"],
            ["conference.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("conference_id", "number"),
    )
    with op.batch_alter_table("conference_paper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_conference_paper_case_id"), ["case_id"], unique=False)

    op.create_table(
        "platform_issue",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("released_in", sa.Date(), nullable=False),
        sa.Column("use", sa.String(length=40), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("use_note", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["agenda_item.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "paper_copy",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("paper_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("copy_number", sa.String(length=20), nullable=False),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["support_case.id"],
        ),
        sa.ForeignKeyConstraint(
            ["paper_id"],
            ["conference_paper.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["council_person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("paper_id", "person_id"),
    )
    with op.batch_alter_table("paper_copy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_copy_case_id"), ["case_id"], unique=False)

    # From now on the council's register determines the role, so the stored one is removed.
    op.execute(
        "DELETE FROM ab_user_role WHERE role_id IN (SELECT id FROM ab_role WHERE name = 'council')"
    )
    op.execute("DELETE FROM ab_role WHERE name = 'council'")


def downgrade() -> None:
    with op.batch_alter_table("paper_copy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_copy_case_id"))

    op.drop_table("paper_copy")
    op.drop_table("platform_issue")
    with op.batch_alter_table("conference_paper", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_conference_paper_case_id"))

    op.drop_table("conference_paper")
    with op.batch_alter_table("conference_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_conference_member_case_id"))

    op.drop_table("conference_member")
    with op.batch_alter_table("passing_on", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_passing_on_case_id"))

    op.drop_table("passing_on")
    with op.batch_alter_table("issue_sheet", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_issue_sheet_case_id"))

    op.drop_table("issue_sheet")
    with op.batch_alter_table("emergency_access", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_emergency_access_case_id"))

    op.drop_table("emergency_access")
    with op.batch_alter_table("disclosure_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_disclosure_request_case_id"))

    op.drop_table("disclosure_request")
    with op.batch_alter_table("conference", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_conference_case_id"))

    op.drop_table("conference")
    with op.batch_alter_table("case_review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_review_case_id"))

    op.drop_table("case_review")
    with op.batch_alter_table("case_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_request_case_id"))

    op.drop_table("case_request")
    with op.batch_alter_table("case_record", schema=None) as batch_op:
        batch_op.drop_index("ix_case_record_kind")
        batch_op.drop_index(batch_op.f("ix_case_record_case_id"))

    op.drop_table("case_record")
    with op.batch_alter_table("case_participation", schema=None) as batch_op:
        batch_op.drop_index("ix_case_participation_person")
        batch_op.drop_index(batch_op.f("ix_case_participation_case_id"))

    op.drop_table("case_participation")
    with op.batch_alter_table("case_offer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_offer_case_id"))

    op.drop_table("case_offer")
    with op.batch_alter_table("case_fingerprint", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_fingerprint_value"))
        batch_op.drop_index(batch_op.f("ix_case_fingerprint_case_id"))

    op.drop_table("case_fingerprint")
    with op.batch_alter_table("case_draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_draft_case_id"))

    op.drop_table("case_draft")
    with op.batch_alter_table("case_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_change_record_id"))
        batch_op.drop_index(batch_op.f("ix_case_change_case_id"))

    op.drop_table("case_change")
    with op.batch_alter_table("case_attachment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_attachment_record_id"))
        batch_op.drop_index(batch_op.f("ix_case_attachment_case_id"))

    op.drop_table("case_attachment")
    with op.batch_alter_table("support_case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_support_case_state"))

    op.drop_table("support_case")
    op.drop_table("incident")
    op.drop_table("deletion_record")
    with op.batch_alter_table("council_person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_council_person_body_id"))
        batch_op.drop_index(batch_op.f("ix_council_person_account_id"))

    op.drop_table("council_person")
    op.drop_table("council")
    op.drop_table("activity_summary")
    with op.batch_alter_table("constituent_body", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_constituent_body_organisation_id"))

    op.drop_table("constituent_body")
    op.drop_table("public_notice")
