"""proposals to the prefecture, plan of a year, annual report, declared effects of resolutions"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "a91c5e3d7b20"
down_revision: str | None = "de8878c31926"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column(
        "agenda_item", sa.Column("effect", sa.String(40), nullable=False, server_default="")
    )
    op.add_column(
        "agenda_item", sa.Column("subject", sa.String(36), nullable=False, server_default="")
    )
    _register(
        "proposal",
        "created_at",
        sa.Column("name", sa.String(150), nullable=False),
        sa.Column("state", sa.String(40)),
        sa.Column("activity_fields", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed", sa.Text(), nullable=False),
        sa.Column("opinion", sa.String(36), sa.ForeignKey("advisory_opinion.public_id")),
        sa.Column("programme", sa.String(36), sa.ForeignKey("programme.public_id")),
        sa.Column("decided_on", sa.Date()),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("handed_on", sa.Date()),
        sa.Column("section", sa.String(100), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("outcome", sa.String(40)),
        sa.Column("answered_on", sa.Date()),
        sa.Column("reminded_on", sa.Date()),
        sa.Column("followed_on", sa.Date()),
    )
    op.create_index("ix_proposal_opinion", "proposal", ["opinion"])
    op.create_index("ix_proposal_programme", "proposal", ["programme"])
    op.create_table(
        "proposal_author",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("proposal_id", sa.Integer(), sa.ForeignKey("proposal.id"), nullable=False),
        sa.Column(
            "organisation_id", sa.Integer(), sa.ForeignKey("organisation.id"), nullable=False
        ),
        sa.Column("agreed_on", sa.Date()),
        sa.UniqueConstraint("proposal_id", "organisation_id"),
    )
    op.create_index("ix_proposal_author_organisation_id", "proposal_author", ["organisation_id"])
    op.create_table(
        "proposal_answer",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("proposal_id", sa.Integer(), sa.ForeignKey("proposal.id"), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("section", sa.String(100), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
    )
    op.create_index("ix_proposal_answer_proposal_id", "proposal_answer", ["proposal_id"])
    op.create_table(
        "proposal_measure",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("proposal_id", sa.Integer(), sa.ForeignKey("proposal.id"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
    )
    op.create_index("ix_proposal_measure_proposal_id", "proposal_measure", ["proposal_id"])
    _register(
        "plan_activity",
        "fiscal_year",
        sa.Column("name", sa.String(150), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("aim", sa.Text(), nullable=False),
        sa.Column("partners", sa.String(300), nullable=False),
        sa.Column("indicator", sa.String(150), nullable=False),
        sa.Column("target", sa.Integer()),
        sa.Column("measure", sa.String(20), nullable=False),
        sa.Column("result", sa.Integer()),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("voices", sa.Text(), nullable=False),
        sa.Column("next_year", sa.Text(), nullable=False),
        sa.Column("measured_on", sa.Date()),
        sa.Column("figure", sa.String(60), nullable=False, server_default=""),
    )
    _register(
        "annual_report",
        "fiscal_year",
        sa.Column("title", sa.String(150), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False, unique=True),
        sa.Column("foreword", sa.Text(), nullable=False),
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Date()),
        sa.Column("edition", sa.Integer()),
        sa.Column("checksum", sa.String(64), nullable=False),
        sa.Column("content", sa.JSON()),
    )


def downgrade() -> None:
    for table in (
        *("annual_report", "plan_activity", "proposal_measure", "proposal_answer"),
        *("proposal_author", "proposal"),
    ):
        op.drop_table(table)
    op.drop_column("agenda_item", "subject")
    op.drop_column("agenda_item", "effect")


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
