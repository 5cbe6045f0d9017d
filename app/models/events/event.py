"""Events (行事): workshops, forums, dialogues, meetings of subcommittees."""

from datetime import date, datetime, time, timedelta
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import Integer
from sqlalchemy.orm import Mapped, mapped_column

from app import clock
from app.errors import RuleViolation
from app.models.registers.columns import field
from app.models.registers.entry import RegisterEntry
from app.rules.common.field import Kind
from app.rules.common.msgid import N_
from app.rules.events.event import (
    EventAudience,
    EventKind,
    EventWay,
    Need,
    deadline_fault,
    times_fault,
)
from app.rules.events.groups import Limits, normal_text, parse
from app.rules.membership.roster import Tier
from app.rules.registers.schema import Register
from app.rules.states.common.table import next_state
from app.rules.states.events.event import EVENT, SHOWN, EventStage, EventVerb

GIF, SCHEMA = "gif-451-5", "schema.org"
USUAL_LENGTH = timedelta(hours=2)


def _places(gif: str, schema_org: str = "") -> dict[str, str]:
    return {GIF: gif, **({SCHEMA: schema_org} if schema_org else {})}


class Event(RegisterEntry, Model):
    """行事. Seen by nobody but its organiser and the secretariat until it is published."""

    __tablename__ = "event"
    register = Register(
        "events",
        "行事",
        N_("Events"),
        N_("Event"),
        N_("Workshops, forums, subcommittees, dialogues with the administration: the next first."),
        adds=N_("Plan an event"),
        tiers=(Tier.SECRETARIAT, Tier.MEMBERS, Tier.PUBLIC),
        owned=True,
        category="kind",
        order="day",
        told_apart_by="day",
        recognised_by=("day", "name"),
        files=True,
        schema_type="Event",
    )

    name: Mapped[str] = field(
        *("行事名", N_("Title of the event")),
        limit=100,
        required=True,
        listed=True,
        searched=True,
        section=N_("What it is"),
        formats=_places("会議名", "name"),
    )
    kind: Mapped[EventKind] = field(
        *("種類", N_("Kind of event"), Kind.CHOICE),
        choices=EventKind,
        required=True,
        listed=True,
        filtered=True,
        formats=_places("種類"),
    )
    summary: Mapped[str] = field(
        *("概要", N_("In one sentence")),
        limit=70,
        required=True,
        searched=True,
        formats=_places("概要", "description"),
    )
    description: Mapped[str] = field(
        *("説明", N_("Description"), Kind.LINES), limit=4000, searched=True, formats=_places("説明")
    )
    programme: Mapped[str] = field(
        *("プログラム", N_("Programme of the day"), Kind.LINES),
        limit=2000,
        hint=N_("One line each, such as: 13:30 keynote, 14:30 groups."),
    )
    organiser: Mapped[str] = field(
        *("主催", N_("Organiser")),
        limit=100,
        required=True,
        searched=True,
        formats=_places("主催団体", "organizer.name"),
    )
    contact: Mapped[str] = field(
        *("問合せ先", N_("Contact of the organiser")),
        limit=200,
        required=True,
        hint=N_("An office with telephone or mail, rather than a person."),
        formats=_places("連絡先"),
    )
    day: Mapped[date] = field(
        *("開催日", N_("Day of the event"), Kind.DAY),
        required=True,
        listed=True,
        section=N_("When and where"),
        formats=_places("開催日"),
    )
    starts_at: Mapped[time] = field(
        *("開始時刻", N_("Begins at"), Kind.TIME),
        required=True,
        listed=True,
        formats=_places("開始時刻"),
    )
    ends_at: Mapped[time | None] = field(
        *("終了時刻", N_("Ends at"), Kind.TIME), formats=_places("終了時刻")
    )
    way: Mapped[EventWay] = field(
        *("開催方法", N_("How to take part"), Kind.CHOICE),
        choices=EventWay,
        required=True,
        listed=True,
    )
    place: Mapped[str] = field(
        *("会場", N_("Venue")),
        limit=200,
        searched=True,
        formats=_places("場所名称", "location.name"),
    )
    address: Mapped[str] = field(
        *("会場の住所", N_("Address of the venue")),
        limit=200,
        formats=_places("住所", "location.address"),
    )
    municipality: Mapped[str | None] = field(
        *("開催市町村", N_("Where it is held"), Kind.MUNICIPALITY), filtered=True
    )
    meeting_url: Mapped[str] = field(
        *("オンラインの参加先", N_("Address of the online meeting"), Kind.WEB),
        limit=500,
        tier=Tier.SECRETARIAT,
        hint=N_("Shown and sent only to those who are registered."),
    )
    access: Mapped[EventAudience] = field(
        *("公開と申込み", N_("Who sees it and may register"), Kind.CHOICE),
        choices=EventAudience,
        required=True,
        section=N_("Registration"),
    )
    capacity: Mapped[int | None] = field(
        *("定員", N_("Capacity"), Kind.WHOLE),
        unit="人",
        least=1,
        most=9999,
        hint=N_("Leave it empty if there is no limit."),
    )
    deadline: Mapped[date | None] = field(
        *("申込締切", N_("Last day to register"), Kind.DAY),
        hint=N_("Leave it empty to take registrations until the beginning."),
    )
    retention_months: Mapped[int] = field(
        *("名前を残す月数", N_("Months until names are deleted"), Kind.WHOLE),
        unit="か月",
        required=True,
        least=1,
        most=24,
        hint=N_("After the event; numbers stay."),
        is_inner=True,
    )
    audience: Mapped[str] = field(
        *("対象者", N_("For whom")),
        limit=200,
        formats=_places("対象者", "audience.audienceType"),
        section=N_("For whom, fee, help"),
        is_folded=True,
    )
    fee: Mapped[str] = field(
        *("参加費", N_("Fee")), limit=100, hint=N_("Leave it empty if it is free.")
    )
    needs: Mapped[list[str]] = field(
        *("参加への配慮", N_("Help offered to participants"), Kind.CHOICES), choices=Need
    )
    fields: Mapped[list[str]] = field(
        *("活動分野", N_("Fields of activity"), Kind.ACTIVITY_FIELDS), filtered=True
    )
    subcommittee: Mapped[str | None] = field(
        *("分科会", N_("Subcommittee"), Kind.REFERENCE), refers_to="subcommittee"
    )
    groups: Mapped[str] = field(
        *("分かれて話し合う組", N_("Discussion groups"), Kind.LINES),
        limit=2000,
        hint=N_("One a line with its limit, such as 居場所づくり：10."),
        section=N_("Discussion groups and kept seats"),
        is_folded=True,
    )
    kept_seats: Mapped[int | None] = field(
        *("取り置く席", N_("Seats kept"), Kind.WHOLE),
        unit="席",
        least=0,
        most=9999,
        is_inner=True,
    )
    kept_for: Mapped[list[str]] = field(
        *("取り置く相手の市町村", N_("Kept for members in"), Kind.MUNICIPALITIES),
        is_inner=True,
    )
    kept_for_fields: Mapped[list[str]] = field(
        *("取り置く相手の活動分野", N_("Kept for members who work on"), Kind.ACTIVITY_FIELDS),
        is_inner=True,
    )
    kept_until: Mapped[date | None] = field(
        *("取り置きの最終日", N_("Last day on which they are kept"), Kind.DAY),
        is_inner=True,
    )
    stage: Mapped[EventStage] = field(
        *("段階", N_("Stage"), Kind.CHOICE),
        choices=EventStage,
        is_entered=False,
        listed=True,
        filtered=True,
        is_inner=True,
    )
    reason: Mapped[str] = field(
        *("中止・見送りの理由", N_("Why it does not take place"), Kind.LINES),
        limit=500,
        is_entered=False,
        is_inner=True,
    )
    revision: Mapped[int] = mapped_column(Integer)
    """How often its time, place or state changed since it was published: SEQUENCE of calendars."""
    forgotten: Mapped[bool] = mapped_column(default=False)
    """Whether the names of those registered have been deleted."""

    @property
    def begins(self) -> datetime:
        """When it begins."""
        return datetime.combine(self.day, self.starts_at, tzinfo=clock.TOKYO)

    @property
    def ends(self) -> datetime:
        """When it ends, or is likely to."""
        if self.ends_at is None:
            return self.begins + USUAL_LENGTH
        return datetime.combine(self.day, self.ends_at, tzinfo=clock.TOKYO)

    @property
    def closes_at(self) -> datetime:
        """When registration ends: after the last day for it, at the latest when it begins."""
        if self.deadline is None:
            return self.begins
        return min(self.begins, clock.at_start_of(self.deadline + timedelta(days=1)))

    @property
    def limits(self) -> Limits:
        """Its groups with their limits."""
        return parse(self.groups)

    @classmethod
    def checked(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Return the values, the groups as they are written. Raises RuleViolation."""
        fault = times_fault(values.get("starts_at"), values.get("ends_at"))
        if fault:
            raise RuleViolation(None, fault, field="ends_at")
        fault = deadline_fault(values.get("day"), values.get("deadline"))
        if fault:
            raise RuleViolation(None, fault, field="deadline")
        if "groups" in values:
            try:
                values["groups"] = normal_text(parse(values["groups"]))
            except ValueError as error:
                raise RuleViolation(None, str(error), field="groups") from error
        if values.get("kept_seats") and not values.get("kept_until"):
            raise RuleViolation(
                None, "席を取り置くときは、取り置きの最終日を入力してください。", field="kept_until"
            )
        return values

    def settle(self, *, by_staff: bool) -> None:
        """Let the tier follow from stage and audience, whatever was entered or imported."""
        self.tier = self.access.tier if self.stage in SHOWN else Tier.SECRETARIAT

    def formatted(self, name: str) -> dict[str, Any]:
        """Return what schema.org and GIF say of it besides the fields."""
        if name == SCHEMA:
            status = "Cancelled" if self.stage is EventStage.CANCELLED else "Scheduled"
            where = "VirtualLocation" if self.way is EventWay.ONLINE else "Place"
            return {
                "startDate": self.begins.isoformat(),
                "endDate": self.ends.isoformat(),
                "eventStatus": f"https://schema.org/Event{status}",
                "eventAttendanceMode": self.way.attendance_mode,
                "location.@type": where,
                "isAccessibleForFree": not self.fee,
                "maximumAttendeeCapacity": self.capacity,
            }
        return {
            "Web開催": self.way.gif,
            "申込方法": self.access.label,
            "備考": self.reason,
            "開始時刻": f"{self.starts_at:%H:%M}",
            "終了時刻": f"{self.ends_at:%H:%M}" if self.ends_at else "",
        }

    def __init__(self, **values: Any) -> None:
        """Begin as a proposal."""
        begin = {"stage": next_state(EVENT, None, EventVerb.PROPOSE), "revision": 0}
        super().__init__(**begin | values)


class EventQuestion(RegisterEntry, Model):
    """行政との対話の質問: asked by members, answered by the administration."""

    __tablename__ = "event_question"
    register = Register(
        "event-questions",
        "行政への質問",
        N_("Questions to the administration"),
        N_("Question to the administration"),
        N_("Questions for a dialogue with the administration, with the answers."),
        adds=N_("Ask a question"),
        tiers=(Tier.MEMBERS, Tier.PUBLIC, Tier.SECRETARIAT),
        tier_is_entered=False,
        owned=True,
        title="text",
        order="created_at",
        newest_first=True,
        recognised_by=("event", "text"),
    )

    event: Mapped[str] = field(
        *("行事", N_("Dialogue"), Kind.REFERENCE),
        refers_to="event",
        required=True,
        listed=True,
        filtered=True,
    )
    text: Mapped[str] = field(
        *("質問", N_("Question"), Kind.LINES),
        limit=1000,
        required=True,
        listed=True,
        searched=True,
        hint=N_("Name no person."),
    )
    answer: Mapped[str] = field(
        *("回答", N_("Answer"), Kind.LINES),
        limit=4000,
        searched=True,
        is_entered=False,
        section=N_("Answer"),
    )
    section: Mapped[str] = field(
        *("回答した課", N_("Answered by")), limit=100, is_entered=False, listed=True
    )
    answered_on: Mapped[date | None] = field(
        *("回答日", N_("Answered on"), Kind.DAY), is_entered=False, listed=True
    )

    def settle(self, *, by_staff: bool) -> None:
        """Let what a member changed wait for a second look again."""
        if not by_staff:
            self.tier = Tier.SECRETARIAT

    def __str__(self) -> str:
        return self.text if len(self.text) <= 40 else f"{self.text[:40]}…"
