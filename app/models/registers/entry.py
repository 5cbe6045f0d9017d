"""What all registers share: whose an entry is, who sees it, until when it applies."""

from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import Any, ClassVar
from uuid import uuid4

from flask_appbuilder import Model
from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    String,
)
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from app.models.common.types import Code, UtcDateTime
from app.models.registers.columns import FIELD
from app.rules.membership.roster import Tier
from app.rules.registers.schema import Register, RegisterField

RegisterModel = type[Any]
"""The model of a register: a class of RegisterEntry with a table."""


class RegisterEntry:
    """An entry of a register. Subclasses name the register and declare its fields as columns.

    Who sees which rows is decided by the guard (app/security/visibility.py). An entry is never
    deleted: it is retired, and only the secretariat sees it from then on.
    """

    register: ClassVar[Register]

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(36), unique=True, default=lambda: str(uuid4()))
    """The identifier in addresses and open data: stable."""
    tier: Mapped[Tier] = mapped_column(Code(Tier))
    retired_on: Mapped[date | None] = mapped_column(Date)
    retired_because: Mapped[str] = mapped_column(String(300), default="")
    checked_on: Mapped[date | None] = mapped_column(Date)
    """The day on which somebody last confirmed that all is still true."""
    checked_by: Mapped[str] = mapped_column(String(130), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @declared_attr
    def organisation_id(cls) -> Mapped[int | None]:
        """The member that keeps the entry, in a register that members keep."""
        return mapped_column(ForeignKey("organisation.id"), index=True)

    @declared_attr
    def organisation(cls) -> Mapped[Any]:
        """The member that keeps the entry."""
        return relationship("Organisation", lazy="raise")

    @declared_attr.directive
    def __table_args__(cls) -> Any:
        """The index of the list; a subclass adds its own after `*list_index(cls)`."""
        return list_index(cls)

    @classmethod
    def checked(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Return values to be stored, completed or normalised. Raises RuleViolation if they clash."""
        return values

    def settle(self, *, by_staff: bool) -> None:
        """Set what follows after the keeper changed the entry or its files; by default nothing."""

    def frozen(self) -> frozenset[str]:
        """The fields that can no longer be changed; a member then keeps none of them."""
        return frozenset()

    def formatted(self, name: str) -> dict[str, Any]:
        """Return what a format of services/registers/formats says besides the fields: place → value."""
        return {}

    def __str__(self) -> str:
        title = getattr(self, self.register.title)
        return str(getattr(title, "label", title))


def list_index(cls: Any) -> tuple[Index, ...]:
    """Return the index by which the list is read in order."""
    table, order = cls.__tablename__, cls.register.order
    return (Index(f"ix_{table}_list", order, "id"),)


class RegisterVersion(Model):
    """What an entry said from a day until the next version (過去の日の台帳).

    Of several on one day each is kept; all but the last end on the day they begin.
    """

    __tablename__ = "register_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    register: Mapped[str] = mapped_column(String(40))
    entry: Mapped[str] = mapped_column(String(36))
    """The public_id of the entry."""
    tier: Mapped[Tier] = mapped_column(Code(Tier))
    retired: Mapped[bool] = mapped_column(Boolean)
    values: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Field → plain value, without those of persons."""
    valid_from: Mapped[date] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date)
    """The first day on which it no longer applies; empty while it applies."""
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index("ix_register_version_entry", "register", "entry", "valid_from", "id"),
        Index(
            "uq_register_version_current",
            "register",
            "entry",
            unique=True,
            sqlite_where=valid_until.is_(None),
            postgresql_where=valid_until.is_(None),
        ),
    )


class RegisterFile(Model):
    """A file that belongs to an entry of a register (添付資料)."""

    __tablename__ = "register_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(36), unique=True, default=lambda: str(uuid4()))
    register: Mapped[str] = mapped_column(String(40))
    entry: Mapped[str] = mapped_column(String(36))
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)

    __table_args__ = (Index("ix_register_file_entry", "register", "entry", "id"),)


@cache
def registers() -> tuple[RegisterModel, ...]:
    """Return the model of every register, by key. Reads the models once all are imported."""
    found = [model for model in _below(RegisterEntry) if hasattr(model, "__table__")]
    return tuple(sorted(found, key=lambda model: model.register.key))


def _below(model: type[Any]) -> set[type[Any]]:
    return {each for child in model.__subclasses__() for each in {child, *_below(child)}}


def register_of(table: str) -> RegisterModel:
    """Return the model whose table this is. Raises KeyError."""
    return {model.__tablename__: model for model in registers()}[table]


def register_named(key: str) -> RegisterModel | None:
    """Return the model of the register with this key; None where there is none."""
    return next((model for model in registers() if model.register.key == key), None)


_fields: dict[RegisterModel, tuple[RegisterField, ...]] = {}


def fields_of(model: RegisterModel) -> tuple[RegisterField, ...]:
    """Return the fields of a register, in the order of its columns. Read once."""
    if model not in _fields:
        _fields[model] = tuple(
            replace(column.info[FIELD], key=key)
            for key, column in model.__mapper__.columns.items()
            if FIELD in column.info
        )
    return _fields[model]


def fields_by_key(model: RegisterModel) -> dict[str, RegisterField]:
    """Return the fields of a register by their keys."""
    return {field.key: field for field in fields_of(model)}


def plain(value: Any) -> Any:
    """Return a field's value as JSON holds it."""
    if value is None or isinstance(value, str | int | list):
        return getattr(value, "value", value)
    return value.isoformat()
