"""corrections, checks to repeat, pledge's day, scans of papers, reminders"""

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision: str = "e1b7d40c93fa"
down_revision: str | None = "c3a9d5e81f24"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

MOMENT = sa.DateTime(timezone=True)
FORTNIGHT = timedelta(days=14)
FORMER_PAPER = "2026-11-23（書面）"
APPLICATION = sa.table(
    "application",
    *map(sa.column, ("id", "state", "received_by", "received_on", "pledged_on", "remind_on")),
    *map(sa.column, ("pledge_version", "bylaws_version", "privacy_version")),
    sa.column("submitted_at", MOMENT),
    sa.column("correction_requested_at", MOMENT),
)
LETTER = sa.table(
    "outbox_message", *map(sa.column, ("dedupe_key", "purpose")), sa.column("created_at", MOMENT)
)


def text(name: str, kind: sa.types.TypeEngine[str]) -> sa.Column[str]:
    """Return a text column that is empty in the rows there are."""
    return sa.Column(name, kind, server_default="", nullable=False)


def scan() -> tuple[sa.Column[str] | sa.Column[bytes], ...]:
    """Return the columns of a scanned paper."""
    return (
        text("scan_name", sa.String(200)),
        text("scan_type", sa.String(100)),
        text("no_scan", sa.Text()),
        sa.Column("scan", sa.LargeBinary()),
    )


COLUMNS = {
    "application": lambda: (
        sa.Column("pledged_on", sa.Date()),
        sa.Column("correction_requested_at", MOMENT),
        sa.Column("remind_on", sa.Date()),
        text("taken_back_by", sa.String(100)),
        sa.Column("taken_back_way", sa.String(40)),
        *scan(),
    ),
    "application_check": lambda: (
        sa.Column("again", sa.Boolean(), server_default=sa.false(), nullable=False),
    ),
    "decision_batch": lambda: (sa.Column("reminded_at", MOMENT),),
    "withdrawal_notice": scan,
}


def upgrade() -> None:
    for table, columns in COLUMNS.items():
        for column in columns():
            op.add_column(table, column)
    op.create_table(
        "application_correction",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("application_id", sa.Integer(), sa.ForeignKey("application.id"), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("requested_at", MOMENT),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("corrected_at", MOMENT, nullable=False),
        sa.Column("received_by", sa.String(40), nullable=False),
        sa.Column("told_by", sa.String(100), nullable=False),
        sa.Column("told_on", sa.Date()),
        sa.Column("entered_by_name", sa.String(130), nullable=False),
    )
    op.create_index(
        "ix_application_correction_application_id", "application_correction", ["application_id"]
    )
    _date_pledges()
    _date_requests()


def _date_pledges() -> None:
    """Date what was pledged, and name the text that the paper form printed until now."""
    row = APPLICATION.c
    run = op.get_bind().execute
    given = sa.or_(row.pledge_version != "", row.bylaws_version != "")
    run(
        APPLICATION.update()
        .where(given)
        .values(pledged_on=sa.func.coalesce(row.received_on, sa.func.date(row.submitted_at)))
    )
    on_paper = row.received_by != "web"
    run(
        APPLICATION.update()
        .where(on_paper, row.pledge_version != "")
        .values(pledge_version=FORMER_PAPER)
    )
    run(
        APPLICATION.update()
        .where(on_paper, row.bylaws_version != "")
        .values(privacy_version=FORMER_PAPER)
    )


def _date_requests() -> None:
    """Take the moment of a requested correction from its letter."""
    row = APPLICATION.c
    connection = op.get_bind()
    waiting = sa.select(row.id, row.submitted_at).where(row.state == "correction")
    for application in connection.execute(waiting).all():
        asked_at = connection.scalar(
            sa.select(sa.func.max(LETTER.c.created_at, type_=MOMENT)).where(
                LETTER.c.dedupe_key == f"application:{application.id}",
                LETTER.c.purpose == "correction_requested",
            )
        )
        moment = asked_at or application.submitted_at
        connection.execute(
            APPLICATION.update()
            .where(row.id == application.id)
            .values(correction_requested_at=moment, remind_on=moment.date() + FORTNIGHT)
        )


def downgrade() -> None:
    row = APPLICATION.c
    for version in (row.pledge_version, row.privacy_version):
        was = "2026-11-23" if version is row.pledge_version else ""
        op.get_bind().execute(
            APPLICATION.update().where(version == FORMER_PAPER).values({version: was})
        )
    op.drop_table("application_correction")
    for table, columns in COLUMNS.items():
        for column in columns():
            op.drop_column(table, column.name)
