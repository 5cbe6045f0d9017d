"""pauses of timers, runs of their kinds, gaps of the clock"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "a4c7e2d91b68"
down_revision: str | None = "b7d20e4f51ac"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

MOMENT = sa.DateTime(timezone=True)
PAUSE = (
    ("released_at", MOMENT),
    ("paused_at", MOMENT),
    ("paused_by", sa.String(130)),
    ("pause_reason", sa.Text()),
)


def upgrade() -> None:
    for name, kind in PAUSE:
        is_moment = kind is MOMENT
        op.add_column(
            "timer",
            sa.Column(name, kind, nullable=is_moment, server_default=None if is_moment else ""),
        )
    op.create_table(
        "timer_run",
        sa.Column("kind", sa.String(40), primary_key=True),
        sa.Column("ran_at", MOMENT),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(200), nullable=False),
        sa.Column("paused_at", MOMENT),
        sa.Column("paused_by", sa.String(130), nullable=False),
        sa.Column("pause_reason", sa.Text(), nullable=False),
    )
    op.create_table(
        "clock_gap",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("cause", sa.String(40), nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("found_at", MOMENT, nullable=False),
        sa.Column("released", sa.JSON(), nullable=False),
        sa.Column("open_key", sa.Integer(), unique=True),
        sa.Column("settled_at", MOMENT),
        sa.Column("settled_by", sa.String(130), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("clock_gap")
    op.drop_table("timer_run")
    for name, _kind in PAUSE:
        op.drop_column("timer", name)
