"""Platform meetings (プラットフォーム会議; 規約第8条–第12条)."""

from datetime import date, datetime, time, timedelta

from flask_appbuilder import Model
from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import clock
from app.models.common.types import Code, UtcDateTime
from app.models.membership.organisation import Organisation
from app.models.registers.columns import field
from app.models.registers.entry import RegisterEntry
from app.rules.common.field import Kind
from app.rules.common.msgid import N_
from app.rules.meeting.agenda import ItemKind, MeetingForm
from app.rules.membership.roster import Tier
from app.rules.registers.schema import Register
from app.rules.states.meeting.meeting import ItemState, MeetingState


class MeetingTemplate(RegisterEntry, Model):
    """Settings shared by recurring meetings (会議のひな形)."""

    __tablename__ = "meeting_template"
    register = Register(
        "meeting-templates",
        "会議のひな形",
        N_("Meeting templates"),
        N_("Meeting template"),
        tiers=(Tier.SECRETARIAT,),
    )

    name: Mapped[str] = field(
        "会議名", N_("Name of the meeting"), limit=100, required=True, unique=True, listed=True
    )
    form: Mapped[MeetingForm] = field(
        "開催方法", N_("Meeting format"), Kind.CHOICE, required=True, choices=MeetingForm
    )
    starts_at: Mapped[time | None] = field("開始時刻", N_("Time of day"), Kind.TIME)
    place: Mapped[str] = field("会場", N_("Venue"), limit=200, listed=True, searched=True)
    lead_days: Mapped[int] = field(
        "通知から会議までの日数",
        N_("Days between notice and meeting"),
        Kind.WHOLE,
        required=True,
        least=0,
        most=365,
        listed=True,
    )
    agenda: Mapped[str] = field(
        "議題",
        N_("Agenda"),
        Kind.LINES,
        limit=4000,
        hint=N_("One discussion item per line."),
    )


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
