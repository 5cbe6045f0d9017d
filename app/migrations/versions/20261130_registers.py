"""registers, with municipalities, fields of activity and meeting templates. Stop the service for it

The version before reads `activity_field.active`, which becomes the day of retirement, and writes
into the three tables without what a register needs.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision: str = "5d9be204c71f"
down_revision: str | None = "a91c4e7b20d5"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

MOMENT = sa.DateTime(timezone=True)
FIELDS: Mapping[str, Mapping[str, Any]] = {
    "municipality": {
        "code": sa.String(6),
        "name": sa.String(40),
        "kana": sa.String(60),
        "district": sa.String(40),
    },
    "activity_field": {
        "code": sa.String(40),
        "label": sa.String(60),
        "label_en": sa.String(60),
        "position": sa.Integer(),
    },
    "meeting_template": {
        "name": sa.String(100),
        "form": sa.String(40),
        "starts_at": sa.Time(),
        "place": sa.String(200),
        "lead_days": sa.Integer(),
        "agenda": sa.Text(),
    },
}
REGISTERS = {
    "municipality": ("municipalities", "public", "code"),
    "activity_field": ("activity-fields", "public", "position"),
    "meeting_template": ("meeting-templates", "secretariat", "name"),
}
"""Table → key of the register, tier, order of its list."""
UNIQUE = {"municipality": ("code", "name"), "activity_field": ("code", "label")}
UNIQUE["meeting_template"] = ("name",)
VERSION = (
    sa.Column("register", sa.String(40), nullable=False),
    sa.Column("entry", sa.String(36), nullable=False),
    sa.Column("tier", sa.String(40), nullable=False),
    sa.Column("retired", sa.Boolean(), nullable=False),
    sa.Column("values", sa.JSON(), nullable=False),
    sa.Column("valid_from", sa.Date(), nullable=False),
    sa.Column("valid_until", sa.Date()),
    sa.Column("written_at", MOMENT, nullable=False),
)


def upgrade() -> None:
    versions = op.create_table(
        "register_version", sa.Column("id", sa.Integer(), primary_key=True), *VERSION
    )
    current = sa.text("valid_until IS NULL")
    op.create_index(
        "uq_register_version_current",
        "register_version",
        ["register", "entry"],
        unique=True,
        sqlite_where=current,
        postgresql_where=current,
    )
    op.create_index(
        "ix_register_version_entry", "register_version", ["register", "entry", "valid_from", "id"]
    )
    op.create_table(
        "register_file",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("public_id", sa.String(36), unique=True, nullable=False),
        sa.Column("register", sa.String(40), nullable=False),
        sa.Column("entry", sa.String(36), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    op.create_index("ix_register_file_entry", "register_file", ["register", "entry", "id"])
    for table in FIELDS:
        _into_register(table, versions)


def downgrade() -> None:
    for table in FIELDS:
        _out_of_register(table)
    op.drop_table("register_file")
    op.drop_table("register_version")


def _into_register(table: str, versions: sa.Table) -> None:
    key, tier, order = REGISTERS[table]
    rows, today, now = _rows(table), datetime.now(UTC).date(), datetime.now(UTC)
    new = op.create_table(
        f"{table}_new",
        sa.Column("id", sa.Integer(), primary_key=True),
        *_fields(table),
        sa.Column("public_id", sa.String(36), unique=True, nullable=False),
        sa.Column("tier", sa.String(40), nullable=False),
        sa.Column("retired_on", sa.Date()),
        sa.Column("retired_because", sa.String(300), nullable=False),
        sa.Column("checked_on", sa.Date()),
        sa.Column("checked_by", sa.String(130), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("organisation_id", sa.Integer(), sa.ForeignKey("organisation.id")),
    )
    for row in rows:
        values = {name: row[name] for name in FIELDS[table]}
        public_id = row["code"] if table == "municipality" else str(uuid4())
        retired = not row.get("active", True)
        shared = {
            "public_id": public_id,
            "tier": tier,
            "retired_on": today if retired else None,
            "retired_because": "使用停止" if retired else "",
            "checked_by": "",
            "created_at": now,
            "changed_at": now,
        }
        op.execute(sa.insert(new).values(values | shared))
        plain = {n: v.isoformat() if isinstance(v, time) else v for n, v in values.items()}
        version = {"register": key, "entry": public_id, "tier": tier, "retired": retired}
        version |= {"values": plain, "valid_from": today, "written_at": now}
        op.execute(sa.insert(versions).values(version))
    op.drop_table(table)
    op.rename_table(f"{table}_new", table)
    op.create_index(f"ix_{table}_organisation_id", table, ["organisation_id"])
    op.create_index(f"ix_{table}_list", table, [order, "id"])


def _out_of_register(table: str) -> None:
    rows = _rows(table)
    keyed = table == "municipality"
    identity = [] if keyed else [sa.Column("id", sa.Integer(), primary_key=True)]
    active = (
        [sa.Column("active", sa.Boolean(), nullable=False)] if table == "activity_field" else []
    )
    old = op.create_table(f"{table}_old", *identity, *_fields(table, keyed=keyed), *active)
    for row in rows:
        values = {name: row[name] for name in FIELDS[table]}
        if active:
            values["active"] = row["retired_on"] is None
        op.execute(sa.insert(old).values(values))
    op.drop_table(table)
    op.rename_table(f"{table}_old", table)


def _rows(table: str) -> list[dict[str, Any]]:
    """Return the rows, in the order in which they were entered."""
    source = sa.Table(table, sa.MetaData(), autoload_with=op.get_bind())
    found = op.get_bind().execute(sa.select(source).order_by(*source.primary_key))
    return [dict(row._mapping) for row in found]


def _fields(table: str, *, keyed: bool = False) -> list[sa.Column[Any]]:
    """Return the columns of the fields. keyed: the code is the primary key."""
    return [
        sa.Column(
            name,
            kind,
            primary_key=keyed and name == "code",
            unique=(name in UNIQUE[table] and not (keyed and name == "code")) or None,
            nullable=name == "starts_at",
        )
        for name, kind in FIELDS[table].items()
    ]
