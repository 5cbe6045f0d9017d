"""Regulations (規約, 要領, 法): each version with its dates; superseded ones are kept."""

from datetime import date
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import JSON, Date, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column


class Regulation(Model):
    """One version of one regulation, structured by article."""

    __tablename__ = "regulation"
    __table_args__ = (UniqueConstraint("slug", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(40), index=True)
    title: Mapped[str] = mapped_column(String(200))
    version: Mapped[str] = mapped_column(String(40))
    in_force_from: Mapped[date] = mapped_column(Date)
    in_force_until: Mapped[date | None] = mapped_column(Date)
    text: Mapped[dict[str, Any]] = mapped_column(JSON)
    basis: Mapped[str] = mapped_column(String(300), default="", server_default="")
    """Its basis: the resolution, or the reason why the amendment was minor (要領第6条)."""
