"""Case conferences (個別ケース検討会議): members, numbered papers, copies issued and returned."""

from datetime import date, datetime

from flask_appbuilder import Model
from sqlalchemy import Boolean, Date, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from app.models.cases.case import CLOCK, WHO
from app.models.common.scope import SectionScoped
from app.models.common.sealed import RandomId, plain, row_id, sealed
from app.models.common.types import Code, UtcDateTime
from app.models.council.council import CouncilPerson
from app.rules.states.cases.case import ConferenceState


class Conference(RandomId, SectionScoped, Model):
    """One conference on one case."""

    __tablename__ = "conference"

    id: Mapped[str] = row_id()
    number: Mapped[int] = plain(Integer, why="a running number within the case")
    state: Mapped[ConferenceState] = plain(Code(ConferenceState), why="lists ask for it")
    begins_at: Mapped[datetime] = plain(
        UtcDateTime, why="the calendar entry says when, and no more"
    )
    next_on: Mapped[date | None] = plain(Date, why="reminders ask for it")
    remind_on: Mapped[date | None] = plain(Date, why="reminders ask for it")
    content: Mapped[bytes] = sealed()
    """place, agenda."""
    outcome: Mapped[bytes | None] = sealed()
    """lead body, parts, other decisions."""
    minutes: Mapped[bytes | None] = sealed()
    confirmed_at: Mapped[datetime | None] = plain(UtcDateTime, why=CLOCK)
    confirmed_by_id: Mapped[int | None] = plain(ForeignKey("ab_user.id"), why=WHO)


class ConferenceMember(RandomId, SectionScoped, Model):
    """A person selected for one conference."""

    __tablename__ = "conference_member"
    __table_args__ = (UniqueConstraint("conference_id", "person_id"),)

    id: Mapped[str] = row_id()
    conference_id: Mapped[str] = plain(ForeignKey("conference.id"), why="random")
    person_id: Mapped[int] = plain(ForeignKey("council_person.id"), why=WHO)
    attended: Mapped[bool | None] = plain(Boolean, why="no content")

    person: Mapped[CouncilPerson] = relationship()


class ConferencePaper(RandomId, SectionScoped, Model):
    """A paper of a conference: text entered on screen, or an attached document."""

    __tablename__ = "conference_paper"
    __table_args__ = (UniqueConstraint("conference_id", "number"),)

    id: Mapped[str] = row_id()
    conference_id: Mapped[str] = plain(ForeignKey("conference.id"), why="random")
    number: Mapped[int] = plain(Integer, why="資料番号")
    content: Mapped[bytes] = sealed()
    """title, text."""
    added_at: Mapped[datetime] = plain(UtcDateTime, why=CLOCK)
    added_by_id: Mapped[int] = plain(ForeignKey("ab_user.id"), why=WHO)


class PaperCopy(RandomId, SectionScoped, Model):
    """A copy of a paper with its reader's name on every page: issued, and returned."""

    __tablename__ = "paper_copy"
    __table_args__ = (UniqueConstraint("paper_id", "person_id"),)

    id: Mapped[str] = row_id()
    paper_id: Mapped[str] = plain(ForeignKey("conference_paper.id"), why="random")
    person_id: Mapped[int] = plain(ForeignKey("council_person.id"), why=WHO)
    copy_number: Mapped[str] = plain(String(20), why="printed on every page")
    handed_at: Mapped[datetime] = plain(UtcDateTime, why=CLOCK)
    returned_at: Mapped[datetime | None] = plain(UtcDateTime, why=CLOCK)

    person: Mapped[CouncilPerson] = relationship()
