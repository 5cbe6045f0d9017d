"""a meeting's end, its reply deadline and its changes; files attached to letters"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "f0c7d2b91e54"
down_revision: str | None = "e92b40c7d318"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("meeting", sa.Column("ends_at", sa.DateTime(timezone=True)))
    op.add_column("meeting", sa.Column("answers_by", sa.Date()))
    op.add_column(
        "meeting", sa.Column("revision", sa.Integer(), server_default="0", nullable=False)
    )
    op.add_column("organisation", sa.Column("takes_attachments", sa.Boolean()))
    op.create_table(
        "mail_file",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "outbox_attachment",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("message_id", sa.Integer(), sa.ForeignKey("outbox_message.id"), nullable=False),
        sa.Column("file_id", sa.String(64), sa.ForeignKey("mail_file.id"), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
    )
    op.create_index("ix_outbox_attachment_message_id", "outbox_attachment", ["message_id"])


def downgrade() -> None:
    op.drop_table("outbox_attachment")
    op.drop_table("mail_file")
    op.drop_column("organisation", "takes_attachments")
    for column in ("revision", "answers_by", "ends_at"):
        op.drop_column("meeting", column)
