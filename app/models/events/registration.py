"""Registrations for events, and anonymous answers to the questionnaire."""

from datetime import date, datetime
from uuid import uuid4

from flask_appbuilder import Model
from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.common.scope import OrganisationScoped
from app.models.common.types import Code, UtcDateTime
from app.models.events.event import Event
from app.models.registers.columns import Codes
from app.rules.events.questionnaire import Connected, Overall, Useful
from app.rules.membership.eligibility import OrganisationKind
from app.rules.states.events.event import SeatState

CODE_LENGTH = 8


class EventRegistration(OrganisationScoped, Model):
    """申込み: seen by the secretariat and the member that organises the event, by nobody else.

    `name`, `email`, `body` and `needs` tell of a person, and go after the event's period.
    """

    __tablename__ = "event_registration"
    __table_args__ = (Index("ix_event_registration_event", "event_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)  # type: ignore[assignment]
    """The member that organises the event; empty for the secretariat's."""
    member_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    """The member for which the person comes, registered with an account of it."""
    account_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    state: Mapped[SeatState] = mapped_column(Code(SeatState))
    nonce: Mapped[str] = mapped_column(String(36), default=lambda: str(uuid4()))
    """In the personal link; its beginning is what the door reads."""
    name: Mapped[str] = mapped_column(String(60), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    body: Mapped[str] = mapped_column(String(100), default="")
    """The organisation, as the person names it."""
    needs: Mapped[list[str]] = mapped_column(Codes, default=list)
    wish: Mapped[str] = mapped_column(String(60), default="")
    """The group asked for."""
    placed: Mapped[str] = mapped_column(String(60), default="")
    """The group of the group maker."""
    locked: Mapped[bool] = mapped_column(default=False)
    """Whether the group maker leaves them there."""
    entitled: Mapped[bool] = mapped_column(default=False)
    """Whether the kept seats are for them."""
    municipality: Mapped[str] = mapped_column(String(10), default="")
    kind: Mapped[OrganisationKind | None] = mapped_column(Code(OrganisationKind))
    """Kind of the member; empty for all others."""
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    offered_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    came_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    came_by: Mapped[str] = mapped_column(String(130), default="")
    """Who received them at the door."""
    walked_in: Mapped[bool] = mapped_column(default=False)
    answered: Mapped[bool] = mapped_column(default=False)
    """Whether the questionnaire was answered; not what."""

    event: Mapped[Event] = relationship(lazy="raise")

    @property
    def code(self) -> str:
        """What the door reads and people can type."""
        return self.nonce.replace("-", "")[:CODE_LENGTH].upper()


class EventAnswer(OrganisationScoped, Model):
    """One answer to the questionnaire (アンケート). Nothing tells whose it is.

    Numbers in order would: the trail and the web server's log know who came when.
    """

    __tablename__ = "event_answer"

    id: Mapped[int] = mapped_column(primary_key=True, default=lambda: uuid4().int >> 97)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)  # type: ignore[assignment]
    overall: Mapped[Overall] = mapped_column(Code(Overall))
    connected: Mapped[Connected] = mapped_column(Code(Connected))
    useful: Mapped[Useful] = mapped_column(Code(Useful))
    text: Mapped[str] = mapped_column(Text, default="")


class SubcommitteeMember(Model):
    """A member that supports the proposal of a subcommittee, later its standing member."""

    __tablename__ = "subcommittee_member"
    __table_args__ = (UniqueConstraint("subcommittee_id", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subcommittee_id: Mapped[int] = mapped_column(ForeignKey("subcommittee.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    joined_on: Mapped[date] = mapped_column(Date)


class CalendarAddress(Model):
    """A person's own address of the members' calendar feed, void with its nonce."""

    __tablename__ = "calendar_address"

    account_id: Mapped[int] = mapped_column(
        Integer, ForeignKey("ab_user.id"), primary_key=True, autoincrement=False
    )
    nonce: Mapped[str] = mapped_column(String(36))
