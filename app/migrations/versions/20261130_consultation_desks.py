"""consultation desks, questions to keepers of registers, reports of mistakes"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "c3f0a7d2e914"
down_revision: str | None = "c2f07a4d91be"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

MOMENT = sa.DateTime(timezone=True)
TEXTS = ("does", "for_whom", "bring", "hours", "hidden_place", "remarks", "internal")
CODES = ("troubles", "channels", "languages", "area")
LINES = {"name": 100, "kana": 150, "body": 100, "fee": 200, "phone": 20, "fax": 20}
LINES |= {"email": 254, "website": 300, "chat": 300, "reservation": 200}
LINES |= {"place": 100, "postal_code": 8, "address": 200}
HIDDEN = "place = '' AND postal_code = '' AND municipality_code IS NULL AND address = ''"


def upgrade() -> None:
    op.create_table(
        "desk",
        *(sa.Column(name, sa.String(limit), nullable=False) for name, limit in LINES.items()),
        *(sa.Column(name, sa.Text(), nullable=False) for name in (*TEXTS, *CODES)),
        sa.Column("capacity", sa.String(40)),
        sa.Column("capacity_on", sa.Date()),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        sa.Column("municipality_code", sa.String(40)),
        sa.Column("whole_prefecture", sa.Boolean(), nullable=False),
        *_shared(),
        sa.CheckConstraint(f"NOT is_hidden OR ({HIDDEN})", name="ck_desk_hidden"),
    )
    op.create_index("ix_desk_list", "desk", ["kana", "id"])
    op.create_index("ix_desk_organisation_id", "desk", ["organisation_id"])
    op.create_table(
        "desk_passing",
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("source", sa.String(36), sa.ForeignKey("desk.public_id")),
        sa.Column("target", sa.String(36), sa.ForeignKey("desk.public_id")),
        *_shared(),
    )
    op.create_index("ix_desk_passing_list", "desk_passing", ["source", "id"])
    for name in ("organisation_id", "source", "target"):
        op.create_index(f"ix_desk_passing_{name}", "desk_passing", [name])
    op.create_table(
        "register_question",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("register", sa.String(40), nullable=False),
        sa.Column("entry", sa.String(36), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked_again_on", sa.Date()),
        sa.UniqueConstraint("register", "entry", "asked_on"),
    )
    op.create_table(
        "register_report",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("organisation_id", sa.Integer(), sa.ForeignKey("organisation.id")),
        sa.Column("register", sa.String(40), nullable=False),
        sa.Column("entry", sa.String(36), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("reported_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT),
        sa.Column("settled_by", sa.String(130), nullable=False),
    )
    op.create_index("ix_register_report_open", "register_report", ["settled_at", "id"])
    op.create_index("ix_register_report_organisation_id", "register_report", ["organisation_id"])


def downgrade() -> None:
    for table in ("register_report", "register_question", "desk_passing", "desk"):
        op.drop_table(table)


def _shared() -> list[sa.Column[object]]:
    """Return the columns of every register."""
    return [
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("public_id", sa.String(36), unique=True, nullable=False),
        sa.Column("tier", sa.String(40), nullable=False),
        sa.Column("retired_on", sa.Date()),
        sa.Column("retired_because", sa.String(300), nullable=False),
        sa.Column("checked_on", sa.Date()),
        sa.Column("checked_by", sa.String(130), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("organisation_id", sa.Integer(), sa.ForeignKey("organisation.id")),
    ]
