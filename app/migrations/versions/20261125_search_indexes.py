"""search_indexes"""

from collections.abc import Sequence

from alembic import op

revision: str = "d8f0a2b4c6e8"
down_revision: str | None = "c3e5a7b9d1f2"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

TABLES = {"organisation": ("merged_into_id",), "organisation_version": ()}


def on_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    op.drop_index("ix_organisation_version_valid_from", table_name="organisation_version")
    if not on_sqlite():
        op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    for table, filters in TABLES.items():
        if on_sqlite():
            columns = ["name_kana", "id", "name_search", *filters]
            op.drop_index(f"ix_{table}_name", table_name=table)
            op.create_index(f"ix_{table}_search", table, columns)
        else:
            op.create_index(
                f"ix_{table}_trigrams",
                table,
                ["name_search"],
                postgresql_using="gin",
                postgresql_ops={"name_search": "gin_trgm_ops"},
            )


def downgrade() -> None:
    for table in TABLES:
        if on_sqlite():
            op.drop_index(f"ix_{table}_search", table_name=table)
            op.create_index(f"ix_{table}_name", table, ["name_kana", "id"])
        else:
            op.drop_index(f"ix_{table}_trigrams", table_name=table)
    op.create_index("ix_organisation_version_valid_from", "organisation_version", ["valid_from"])
