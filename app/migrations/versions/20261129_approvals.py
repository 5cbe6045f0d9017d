"""proposals and their release by a second person, in one table"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "c3f8a1d5e702"
down_revision: str | None = "a4f6c2d81b37"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

MOMENT = sa.DateTime(timezone=True)
APPROVAL = sa.table(
    "approval",
    *(
        sa.column(name)
        for name in [
            "kind",
            "subject_type",
            "subject_id",
            "title",
            "reason",
            "role",
            "state",
            "proposed_by_id",
            "proposed_by_name",
            "decided_by_id",
            "decided_by_name",
            "return_reason",
            "open_key",
        ]
    ),
    sa.column("arguments", sa.JSON),
    sa.column("proposed_at", MOMENT),
    sa.column("decided_at", MOMENT),
)


def upgrade() -> None:
    op.create_table(
        "approval",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("subject_type", sa.String(40), nullable=False),
        sa.Column("subject_id", sa.String(40), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), sa.ForeignKey("ab_user.id"), nullable=False),
        sa.Column("proposed_by_name", sa.String(130), nullable=False),
        sa.Column("proposed_at", MOMENT, nullable=False),
        sa.Column("decided_by_id", sa.Integer(), sa.ForeignKey("ab_user.id")),
        sa.Column("decided_by_name", sa.String(130), nullable=False),
        sa.Column("decided_at", MOMENT),
        sa.Column("return_reason", sa.Text(), nullable=False),
        sa.Column("told_at", MOMENT),
        sa.Column("open_key", sa.String(100), unique=True),
    )
    op.create_index("ix_approval_subject", "approval", ["subject_type", "subject_id"])
    op.create_index("ix_approval_state", "approval", ["state", "role"])
    _move("meeting.notice", "meeting", "title", "notified_at")
    _move("batch.decide", "decision_batch", "name", "approved_at")
    for table in ("meeting", "decision_batch"):
        with op.batch_alter_table(table) as batch:
            for column in ("submitted_at", "submitted_by_id", "approved_by_id", "return_reason"):
                batch.drop_column(column)


def _move(kind: str, table: str, title: str, decided_at: str) -> None:
    """Write a proposal for each meeting or batch that was submitted."""
    subject = sa.table(
        table,
        *(sa.column(name) for name in ("id", "state", title, "submitted_by_id", "approved_by_id")),
        sa.column("return_reason"),
        sa.column("submitted_at", MOMENT),
        sa.column(decided_at, MOMENT),
    )
    account = sa.table("ab_user", *map(sa.column, ("id", "first_name", "last_name")))
    connection = op.get_bind()
    names = {
        row.id: f"{row.last_name} {row.first_name}".strip()
        for row in connection.execute(sa.select(account))
    }
    for row in connection.execute(
        sa.select(subject).where(subject.c.submitted_by_id.is_not(None))
    ).mappings():
        values: dict[str, Any] = {
            "kind": kind,
            "subject_type": kind.partition(".")[0],
            "subject_id": str(row["id"]),
            "title": row[title],
            "reason": "",
            "arguments": {},
            "role": "secretariat",
            "proposed_by_id": row["submitted_by_id"],
            "proposed_by_name": names.get(row["submitted_by_id"], ""),
            "proposed_at": row["submitted_at"],
            "decided_by_id": row["approved_by_id"],
            "decided_by_name": names.get(row["approved_by_id"], ""),
            "decided_at": row[decided_at] if row["approved_by_id"] else None,
            "return_reason": row["return_reason"],
            "open_key": None,
        }
        if row["state"] == "awaiting_approval":
            values |= {"state": "proposed", "open_key": f"{kind}:{row['id']}"}
        elif row["approved_by_id"]:
            values["state"] = "released"
        else:
            values["state"] = "returned" if row["return_reason"] else "lapsed"
        connection.execute(APPROVAL.insert().values(values))


def downgrade() -> None:
    for table, title in (("meeting", "meeting.notice"), ("decision_batch", "batch.decide")):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("submitted_at", MOMENT))
            batch.add_column(
                sa.Column("return_reason", sa.Text(), server_default="", nullable=False)
            )
            for column in ("submitted_by_id", "approved_by_id"):
                batch.add_column(
                    sa.Column(
                        column,
                        sa.Integer(),
                        sa.ForeignKey("ab_user.id", name=f"fk_{table}_{column}"),
                    )
                )
        connection = op.get_bind()
        subject = sa.table(
            table,
            *map(sa.column, ("id", "return_reason", "submitted_by_id", "approved_by_id")),
            sa.column("submitted_at", MOMENT),
        )
        proposals = sa.select(APPROVAL).where(APPROVAL.c.kind == title)
        for row in connection.execute(proposals.order_by(APPROVAL.c.proposed_at)).mappings():
            connection.execute(
                subject.update()
                .where(subject.c.id == int(row["subject_id"]))
                .values(
                    submitted_at=row["proposed_at"],
                    submitted_by_id=row["proposed_by_id"],
                    approved_by_id=row["decided_by_id"] if row["state"] == "released" else None,
                    return_reason=row["return_reason"],
                )
            )
    op.drop_table("approval")
