"""notices of the outbox, letters by post"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "a91c4e7b20d5"
down_revision: str | None = "a4c7e2d91b68"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

MOMENT = sa.DateTime(timezone=True)
DUE = ["state", "next_at", "domain", "doubted_at"]
PREFIX = "【孤独・孤立対策プラットフォーム】"
BULK = sa.table(
    "mail_bulk",
    *map(sa.column, ("id", "key", "purpose", "title", "state", "written_by_name")),
    sa.column("created_at", MOMENT),
    sa.column("member_ids", sa.JSON()),
)
LETTER = sa.table(
    "outbox_message",
    *map(sa.column, ("id", "bulk_id", "dedupe_key", "purpose", "period", "subject", "recipient")),
    *map(sa.column, ("state", "returned_at")),
    sa.column("created_at", MOMENT),
    sa.column("unlisted", sa.Boolean()),
    sa.column("by_post", sa.Boolean()),
)


def upgrade() -> None:
    op.create_table(
        "mail_bulk",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("key", sa.String(170), unique=True),
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("written_by_name", sa.String(130), nullable=False),
        sa.Column("starts_at", MOMENT),
        sa.Column("stopped_at", MOMENT),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("formal", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("member_ids", sa.JSON(), nullable=False),
        sa.Column("tests", sa.Integer(), server_default="0", nullable=False),
    )
    op.create_table(
        "mail_bulk_paper",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("bulk_id", sa.Integer(), sa.ForeignKey("mail_bulk.id"), nullable=False),
        sa.Column("file_id", sa.String(64), sa.ForeignKey("mail_file.id"), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
    )
    op.create_index("ix_mail_bulk_paper_bulk_id", "mail_bulk_paper", ["bulk_id"])
    op.add_column(
        "outbox_message",
        sa.Column("bulk_id", sa.Integer(), sa.ForeignKey("mail_bulk.id")),
        inline_references=True,
    )
    op.add_column(
        "outbox_message",
        sa.Column("by_post", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column("outbox_message", sa.Column("of_use_until", sa.Date()))
    _gather()
    op.drop_index("ix_outbox_due", "outbox_message")
    op.create_index("ix_outbox_due", "outbox_message", [*DUE, "bulk_id", "secret"])
    op.create_index("ix_outbox_bulk", "outbox_message", ["bulk_id", "state"])


def _gather() -> None:
    """Gather the letters of a purpose about a subject, as services/post/notice_keys.py does."""
    run, row = op.get_bind().execute, LETTER.c
    came_back = (row.state == "held") & row.returned_at.is_not(None)
    run(LETTER.update().where(sa.or_(row.recipient == "", came_back)).values(by_post=True))
    letters = run(
        sa.select(row.id, row.dedupe_key, row.purpose, row.period, row.subject, row.created_at)
        .where(row.unlisted.is_(False))
        .order_by(row.id)
    ).all()
    bulks: dict[str, int] = {}
    of_letter = []
    for each in letters:
        subject = ":".join(each.dedupe_key.split(":")[:2])
        key = f"{each.purpose}:{subject}:{each.period}"
        if key not in bulks:
            bulks[key] = len(bulks) + 1
            first = BULK.insert().values(
                id=bulks[key],
                key=key,
                purpose=each.purpose,
                title=each.subject.removeprefix(PREFIX),
                state="going",
                created_at=each.created_at,
                written_by_name="",
                member_ids=[],
            )
            run(first)
        of_letter.append({"letter": each.id, "bulk": bulks[key]})
    if of_letter:
        pointing = LETTER.update().where(row.id == sa.bindparam("letter"))
        run(pointing.values(bulk_id=sa.bindparam("bulk")), of_letter)
    if op.get_bind().dialect.name == "postgresql" and bulks:
        run(sa.text("SELECT setval('mail_bulk_id_seq', :last)"), {"last": len(bulks)})


def downgrade() -> None:
    op.drop_index("ix_outbox_bulk", "outbox_message")
    op.drop_index("ix_outbox_due", "outbox_message")
    op.create_index("ix_outbox_due", "outbox_message", DUE)
    for column in ("of_use_until", "by_post", "bulk_id"):
        op.drop_column("outbox_message", column)
    op.drop_table("mail_bulk_paper")
    op.drop_table("mail_bulk")
