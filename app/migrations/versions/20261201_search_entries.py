"""the entries of the search, and the index of their words; filled by load-founding-data"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "c7e1f05b92d4"
down_revision: str | None = "7e41c0b98d35"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

INDEX = "ix_search_entry_source"


def upgrade() -> None:
    op.create_table(
        "search_entry",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("source", sa.String(60), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(40), nullable=False),
        sa.Column("organisation_id", sa.Integer()),
        sa.Column("richer", sa.String(40)),
        sa.Column("subject", sa.String(120), nullable=False),
        sa.Column("rank", sa.String(200), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
    )
    op.create_index(INDEX, "search_entry", ["source", "row_id"])
    if op.get_bind().dialect.name == "sqlite":
        options = "content='', columnsize=0, detail='none', tokenize='ascii'"
        op.execute(f"CREATE VIRTUAL TABLE search_words USING fts5 (words, {options})")
    else:
        op.execute("CREATE TABLE search_words (rowid integer PRIMARY KEY, words tsvector NOT NULL)")
        op.execute("CREATE INDEX ix_search_words ON search_words USING gin (words)")


def downgrade() -> None:
    op.drop_table("search_words")
    op.drop_index(INDEX, "search_entry")
    op.drop_table("search_entry")
