"""The regional council (孤独・孤立対策地域協議会): its bodies, persons and public notices."""

from datetime import date, datetime
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import JSON, Boolean, Date, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.accounts.user import Account
from app.models.common.types import Code, UtcDateTime
from app.models.membership.organisation import Organisation
from app.rules.council.council import BodyKind


class Council(Model):
    """The prefecture's council (法第15条): a single row once it is established."""

    __tablename__ = "council"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    established_on: Mapped[date] = mapped_column(Date)
    coordinating_body_id: Mapped[int | None] = mapped_column(ForeignKey("constituent_body.id"))
    """調整機関 (法第17条第1項): at most one, chosen from the constituent bodies."""

    coordinating_body: Mapped["ConstituentBody | None"] = relationship()


class ConstituentBody(Model):
    """A constituent body (構成機関等): an organisation on record, or a named individual."""

    __tablename__ = "constituent_body"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[BodyKind] = mapped_column(Code(BodyKind))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    """The name as stated in the public notice."""
    begins_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    """The last day as a constituent body."""

    organisation: Mapped[Organisation | None] = relationship()


class CouncilPerson(Model):
    """A term on the council (従事): person, body, period and pledge.

    The row stays after the term ends, because the duty of secrecy continues (法第18条).
    """

    __tablename__ = "council_person"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("constituent_body.id"), index=True)
    duty: Mapped[str] = mapped_column(String(100), default="")
    """職名・担当."""
    coordinates: Mapped[bool] = mapped_column(Boolean, default=False)
    """Whether the person is a coordinator (法第17条第2項): named and confirmed."""
    named_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    representative: Mapped[str] = mapped_column(String(200), default="", server_default="")
    """Who of the coordinating body agreed to the first naming, in writing."""
    naming_paper: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    naming_paper_name: Mapped[str] = mapped_column(String(200), default="", server_default="")
    naming_media_type: Mapped[str] = mapped_column(String(40), default="", server_default="")
    begins_on: Mapped[date] = mapped_column(Date)
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """The instant at which the term and all access under it end."""
    pledged_on: Mapped[date | None] = mapped_column(Date)
    pledge_version: Mapped[str] = mapped_column(String(20), default="")
    pledge_name: Mapped[str] = mapped_column(String(200), default="")
    """File name of the signed copy; empty if the pledge was given on screen."""
    pledge_copy: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    pledge_media_type: Mapped[str] = mapped_column(String(40), default="")
    briefed_on: Mapped[date | None] = mapped_column(Date)
    """The date of the briefing on secrecy (説明・研修)."""

    struck_reason: Mapped[str] = mapped_column(String(300), default="", server_default="")
    """取消の理由: why the entry was a mistake; empty for a term that took place."""

    account: Mapped[Account] = relationship(foreign_keys=[account_id])
    body: Mapped[ConstituentBody] = relationship()
    named_by: Mapped[Account | None] = relationship(foreign_keys=[named_by_id])
    confirmed_by: Mapped[Account | None] = relationship(foreign_keys=[confirmed_by_id])


Account.terms = relationship(CouncilPerson, viewonly=True, foreign_keys=[CouncilPerson.account_id])
"""A person's terms on the council, past ones included."""


class PublicNotice(Model):
    """A public notice (公示) with its four items as published (法第15条第2項; 令和6年内閣府令)."""

    __tablename__ = "public_notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(60))
    published_on: Mapped[date] = mapped_column(Date)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    """established_on, name, coordinating_body, bodies: rules/council/council.py Notice."""
    document: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    """The PDF as published."""


class ActivitySummary(Model):
    """The council's activities in a period, without any case content, for non-constituents."""

    __tablename__ = "activity_summary"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    published_on: Mapped[date | None] = mapped_column(Date)
