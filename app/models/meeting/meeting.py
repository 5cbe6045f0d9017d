"""Platform meetings (プラットフォーム会議; 規約第8条–第12条)."""

from datetime import date, datetime, time, timedelta

from flask_appbuilder import Model
from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, Text, Time
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import clock
from app.models.common.types import Code, UtcDateTime
from app.models.membership.organisation import Organisation
from app.rules.meeting.agenda import ItemKind, MeetingForm
from app.rules.states.meeting.meeting import ItemState, MeetingState


class MeetingTemplate(Model):
    """Settings shared by recurring meetings (会議のひな形)."""

    __tablename__ = "meeting_template"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    form: Mapped[MeetingForm] = mapped_column(Code(MeetingForm))
    starts_at: Mapped[time | None] = mapped_column(Time)
    place: Mapped[str] = mapped_column(String(200), default="")
    lead_days: Mapped[int] = mapped_column(Integer, default=14)
    agenda: Mapped[str] = mapped_column(Text, default="")
    """One discussion item per line."""

    def __str__(self) -> str:
        return self.name


class Meeting(Model):
    """One meeting, or one stand-alone written resolution (form WRITTEN)."""

    __tablename__ = "meeting"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int | None] = mapped_column(Integer, unique=True)
    """第…回; a written resolution has none."""
    title: Mapped[str] = mapped_column(String(200))
    form: Mapped[MeetingForm] = mapped_column(Code(MeetingForm))
    state: Mapped[MeetingState] = mapped_column(Code(MeetingState))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """Start of the meeting; for a written resolution, a moment of the last day for statements."""
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """The expected end, for calendars."""
    answers_by: Mapped[date | None] = mapped_column(Date)
    """The last day for answers to the notice of a meeting; a written resolution has `starts_at`."""
    revision: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    """How often it was changed or cancelled after its notice, by which calendars tell versions."""
    place: Mapped[str] = mapped_column(String(200), default="")
    online_url: Mapped[str] = mapped_column(String(500), default="")
    online_access: Mapped[str] = mapped_column(String(200), default="")
    """Meeting number and pass code for dial-in."""
    lead_days: Mapped[int] = mapped_column(Integer, default=14)
    """Days before the meeting by which the notice should be sent: a warning, not a bar."""
    note: Mapped[str] = mapped_column(Text, default="")
    """Additional text in the meeting notice."""
    summary: Mapped[str] = mapped_column(Text, default="")
    """What was done, for meetings held before the introduction of this software."""

    requested_by_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    """The requesting executive member (規約第10条第1項); empty: the secretariat."""
    request_reason: Mapped[str] = mapped_column(Text, default="")
    planned_at: Mapped[datetime] = mapped_column(UtcDateTime)
    notified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    record_date: Mapped[date | None] = mapped_column(Date)
    """The day whose executive members are E (*reading*: the day of the meeting notice)."""
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    opening_reason: Mapped[str] = mapped_column(String(300), default="", server_default="")
    """Why it was opened on another day than planned."""
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancel_reason: Mapped[str] = mapped_column(Text, default="")
    chair_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    continues_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))
    """The meeting without a quorum whose items this written resolution continues."""

    requested_by: Mapped[Organisation | None] = relationship(foreign_keys=[requested_by_id])
    chair: Mapped[Organisation | None] = relationship(foreign_keys=[chair_id])
    continues: Mapped["Meeting | None"] = relationship(remote_side=[id])
    items: Mapped[list["AgendaItem"]] = relationship(  # noqa: F821
        back_populates="meeting", order_by="AgendaItem.position"
    )
    observers: Mapped[list["Observer"]] = relationship(order_by="Observer.id")

    __table_args__ = (Index("ix_meeting_state", "state", "starts_at"),)

    @property
    def is_written(self) -> bool:
        """Whether it is a written resolution without a gathering (書面決議)."""
        return self.form is MeetingForm.WRITTEN

    @property
    def answers_end(self) -> datetime:
        """When a written resolution ends: at 24:00 of its last day, Japan time (民法第141条)."""
        return clock.at_start_of(clock.local(self.starts_at).date() + timedelta(days=1))

    def is_late(self, arrived_at: datetime) -> bool:
        """Whether a statement that arrived then is late: kept, but not counted (*reading*)."""
        return self.is_written and arrived_at >= self.answers_end

    @property
    def full_title(self) -> str:
        """The title with its number: 第5回　…会議."""
        return self.title if self.number is None else f"第{self.number}回　{self.title}"

    @property
    def resolutions(self) -> list["AgendaItem"]:  # noqa: F821
        """The resolutions on the agenda, except withdrawn ones."""
        return [
            item
            for item in self.items
            if item.kind is ItemKind.RESOLUTION and item.state is not ItemState.WITHDRAWN
        ]


class Observer(Model):
    """A person invited to attend without a vote (幹事団体以外の出席者; 規約第10条第3項)."""

    __tablename__ = "meeting_observer"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254), default="")
    reason: Mapped[str] = mapped_column(String(300), default="")
    attended: Mapped[bool] = mapped_column(Boolean, default=False)
