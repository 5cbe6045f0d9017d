"""kind of received mail: bounces, automatic replies, lists"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "c83d5a10e9f4"
down_revision: str | None = "d81b54f0a936"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "inbound_mail", sa.Column("kind", sa.String(40), nullable=False, server_default="answer")
    )
    mails = sa.table("inbound_mail", sa.column("kind"), sa.column("state"))
    op.execute(mails.update().where(mails.c.state == "ignored").values(kind="auto_reply"))


def downgrade() -> None:
    op.drop_column("inbound_mail", "kind")
