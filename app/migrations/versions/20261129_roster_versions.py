"""roster versions: several of one day; search by telephone, person and address"""

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "e3b70d54a9c2"
down_revision: str | None = "e7b3a1f0c958"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

VERSION, NEW = "organisation_version", "organisation_version_new"
KEPT = (
    *("id", "organisation_id", "valid_from", "valid_until", "profile", "source"),
    *("name_kana", "name_search", "kind", "municipality_code", "fields_search"),
)
LISTED = {
    "organisation": (("name_kana", "id", "name_search", "merged_into_id"), ("details_search",)),
    VERSION: (("name_kana", "id", "name_search"), ("public_search", "members_search")),
}
PERSON = ("business_contact_name", "business_contact_phone", "business_contact_email")
SEARCHED = (
    *("corporate_number", "representative_name", "postal_code", "address", "phone", "fax", "email"),
    *("public_contact_name", "public_contact_phone", "public_contact_email"),
    *PERSON,
)
VARIANTS = str.maketrans("髙﨑𠮷濵濱邉邊齋齊戶靑黑黃", "高崎吉浜浜辺辺斎斉戸青黒黄")
HIRAGANA = {code: code - 0x60 for code in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)}


def on_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    for table in ("organisation", "application"):
        op.add_column(
            table, sa.Column("details_search", sa.Text(), nullable=False, server_default="")
        )
    if on_sqlite():
        _rebuild(several_a_day=True)
    else:
        op.drop_constraint(f"{VERSION}_organisation_id_valid_from_key", VERSION, type_="unique")
        for column in _new_columns():
            op.add_column(VERSION, column)
    op.create_index(
        f"ix_{VERSION}_organisation_id", VERSION, ["organisation_id", "valid_from", "id"]
    )
    op.create_index(
        f"uq_{VERSION}_current",
        VERSION,
        ["organisation_id"],
        unique=True,
        sqlite_where=sa.text("valid_until IS NULL"),
        postgresql_where=sa.text("valid_until IS NULL"),
    )
    _fill()
    for table, (listed, searched) in LISTED.items():
        if on_sqlite():
            op.drop_index(f"ix_{table}_search", table_name=table)
            op.create_index(f"ix_{table}_search", table, [*listed, *searched])
            continue
        for column in searched:
            op.create_index(
                f"ix_{table}_{column}",
                table,
                [column],
                postgresql_using="gin",
                postgresql_ops={column: "gin_trgm_ops"},
            )


def downgrade() -> None:
    for table, (listed, searched) in LISTED.items():
        if on_sqlite():
            op.drop_index(f"ix_{table}_search", table_name=table)
            op.create_index(f"ix_{table}_search", table, list(listed))
            continue
        for column in searched:
            op.drop_index(f"ix_{table}_{column}", table_name=table)
    op.drop_index(f"uq_{VERSION}_current", table_name=VERSION)
    op.drop_index(f"ix_{VERSION}_organisation_id", table_name=VERSION)
    # One version a day: the last one, which is the roster of that day.
    version = sa.table(VERSION, *(sa.column(n) for n in ("id", "organisation_id", "valid_from")))
    last = sa.select(sa.func.max(version.c.id)).group_by(
        version.c.organisation_id, version.c.valid_from
    )
    op.execute(version.delete().where(version.c.id.not_in(last)))
    if on_sqlite():
        _rebuild(several_a_day=False)
    else:
        for column in _new_columns():
            op.drop_column(VERSION, column.name)
        op.create_unique_constraint(
            f"{VERSION}_organisation_id_valid_from_key", VERSION, ["organisation_id", "valid_from"]
        )
    for table in ("organisation", "application"):
        op.drop_column(table, "details_search")


def _new_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_search", sa.Text(), nullable=False, server_default=""),
        sa.Column("members_search", sa.Text(), nullable=False, server_default=""),
    ]


def _rebuild(*, several_a_day: bool) -> None:
    """Rebuild the table: SQLite drops no unique constraint. It has no trigger to lose.

    No other table refers to it. Its indexes go with it and are created again.
    """
    more: list[Any] = (
        _new_columns() if several_a_day else [sa.UniqueConstraint("organisation_id", "valid_from")]
    )
    op.create_table(
        NEW,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("profile", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("name_kana", sa.String(length=200), nullable=False),
        sa.Column("name_search", sa.String(length=900), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=True),
        sa.Column("fields_search", sa.String(length=900), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.PrimaryKeyConstraint("id"),
        *more,
    )
    old, new = (sa.table(name, *(sa.column(key) for key in KEPT)) for name in (VERSION, NEW))
    op.execute(new.insert().from_select(KEPT, sa.select(old)))
    op.drop_table(VERSION)
    op.rename_table(NEW, VERSION)
    op.create_index(f"ix_{VERSION}_kind", VERSION, ["kind"])
    op.create_index(f"ix_{VERSION}_municipality_code", VERSION, ["municipality_code"])
    op.create_index(f"ix_{VERSION}_search", VERSION, list(LISTED[VERSION][0]))


def _fill() -> None:
    """Fill the searched texts of the rows that exist, as rules/membership/profile_search does."""
    bind = op.get_bind()
    normal: dict[str, str] = {}
    for name in ("organisation", "application"):
        columns = ("id", "details_search", "address_normal", *SEARCHED)
        table = sa.table(name, *(sa.column(key) for key in columns))
        for row in bind.execute(sa.select(table)).mappings().all():
            normal[row["address"]] = row["address_normal"]
            found = _details(row, SEARCHED, normal)
            bind.execute(table.update().where(table.c.id == row["id"]).values(details_search=found))
    searched = [sa.column(column) for column in LISTED[VERSION][1]]
    version = sa.table(VERSION, sa.column("id"), sa.column("profile", sa.JSON()), *searched)
    for row in bind.execute(sa.select(version.c.id, version.c.profile)).all():
        profile = row.profile if isinstance(row.profile, dict) else {}
        texts = {
            f"{tier}_search": _details(
                profile, [key for key in SEARCHED if _tier(key, profile) == tier], normal
            )
            for tier in ("public", "members")
        }
        bind.execute(version.update().where(version.c.id == row.id).values(texts))


def _tier(key: str, profile: Mapping[str, Any]) -> str:
    stated = ((profile.get("disclosure") or {}).get(key) or {}).get("tier")
    if key in PERSON:
        return "members" if stated in ("public", "members") else "secretariat"
    return str(stated or "public")


def _details(values: Mapping[str, Any], keys: Collection[str], normal: Mapping[str, str]) -> str:
    """normal: the normal form of each address that an organisation or application has now."""
    found = []
    for key in keys:
        if values.get(key):
            found.append(_folded(str(values[key])))
            if key == "address" and "-" in normal.get(values[key], ""):
                found.append(normal[values[key]])
    return " ".join(dict.fromkeys(filter(None, found)))


def _folded(text: str) -> str:
    """Fold width, case, kana and variants; drop dashes, spaces, marks. The next save folds more."""
    narrow = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    hiragana = narrow.translate(VARIANTS).translate(HIRAGANA)
    return "".join(c for c in hiragana if c != "ー" and unicodedata.category(c)[0] not in "ZPSC")
