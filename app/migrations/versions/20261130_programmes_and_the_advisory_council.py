"""programmes and the advisory council"""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "d74919982e2e"
down_revision: str | None = "c7e1f05b92d4"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

DAY, WHOLE, TEXT, FLAG, CODE = sa.Date(), sa.Integer(), sa.Text(), sa.Boolean(), sa.String(40)
MAY_BE_EMPTY = {
    *("begins_on", "ends_on", "openness", "announced_on", "flag", "outcome", "answered_on"),
    *("project_cost", "personnel_cost", "total_cost", "requested", "previous", "spent"),
    *("source_count", "source_total", "reminded_on"),
}
REGISTERS: Mapping[str, tuple[str, Mapping[str, Any], Mapping[str, str]]] = {
    "advisory_member": (
        "position",
        {"post": sa.String(150), "person": sa.String(60), "is_chair": FLAG}
        | {"begins_on": DAY, "ends_on": DAY, "position": WHOLE},
        {},
    ),
    "advisory_session": (
        "held_on",
        {"name": sa.String(100), "held_on": DAY, "place": sa.String(150), "openness": CODE}
        | {"closed_because": TEXT, "closed_by": sa.String(100), "announced_on": DAY}
        | {"announcement": TEXT, "papers": TEXT, "summary": TEXT},
        {},
    ),
    "programme": (
        "fiscal_year",
        {"fiscal_year": WHOLE, "section": sa.String(100), "name": sa.String(150), "flag": CODE}
        | {"content": TEXT, "amount": WHOLE, "stage": CODE, "remark": TEXT, "is_cut_off": FLAG}
        | {each: sa.String(60) for each in ("budget_title", "budget_item", "budget_subitem")}
        | dict.fromkeys(("project_cost", "personnel_cost", "total_cost"), WHOLE)
        | {"staffing": sa.String(150), "financing": sa.String(150), "requested": WHOLE}
        | {"previous": WHOLE, "changes": TEXT, "spent": WHOLE, "result": TEXT, "review": TEXT},
        {"predecessor": "programme"},
    ),
    "state_request": (
        "due_on",
        {"subject": sa.String(150), "basis": CODE, "addressed_to": CODE, "sender": sa.String(150)}
        | {"number": sa.String(60), "received_on": DAY, "due_on": DAY, "content": TEXT}
        | {"answer": TEXT, "answered_on": DAY, "answered_by": sa.String(100), "reminded_on": DAY},
        {},
    ),
    "advisory_opinion": (
        "created_at",
        {"text": TEXT, "outcome": CODE, "reason": TEXT, "section": sa.String(100)}
        | {"answered_on": DAY},
        {"session": "advisory_session", "member": "advisory_member", "programme": "programme"},
    ),
    "programme_year": (
        "fiscal_year",
        {"title": sa.String(150), "fiscal_year": WHOLE, "source_count": WHOLE}
        | {"source_total": WHOLE, "findings": TEXT, "notes": TEXT},
        {"session": "advisory_session"},
    ),
}
"""Table → order of its list, columns, references."""


def upgrade() -> None:
    for table, (order, columns, references) in REGISTERS.items():
        op.create_table(
            table,
            sa.Column("id", sa.Integer(), primary_key=True),
            *(
                sa.Column(name, kind, nullable=name in MAY_BE_EMPTY)
                for name, kind in columns.items()
            ),
            *(
                sa.Column(name, sa.String(36), sa.ForeignKey(f"{other}.public_id"))
                for name, other in references.items()
            ),
            sa.Column("public_id", sa.String(36), unique=True, nullable=False),
            sa.Column("tier", sa.String(40), nullable=False),
            sa.Column("retired_on", sa.Date()),
            sa.Column("retired_because", sa.String(300), nullable=False),
            sa.Column("checked_on", sa.Date()),
            sa.Column("checked_by", sa.String(130), nullable=False),
            sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("organisation_id", sa.Integer(), sa.ForeignKey("organisation.id")),
            *([sa.UniqueConstraint("fiscal_year")] if table == "programme_year" else []),
        )
        op.create_index(f"ix_{table}_list", table, [order, "id"])
        for name in ("organisation_id", *references):
            op.create_index(f"ix_{table}_{name}", table, [name])


def downgrade() -> None:
    for table in reversed(REGISTERS):
        op.drop_table(table)
