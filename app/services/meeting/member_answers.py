"""The answer form of an executive member before a meeting, with its answers so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import selectinload

from app import clock
from app.errors import NotFound
from app.models.meeting.agenda import AgendaItem, AgendaPaper
from app.models.meeting.attendance import Proxy, RollEntry
from app.models.meeting.meeting import Meeting
from app.models.meeting.vote import Statement
from app.rules.meeting.agenda import ItemKind
from app.rules.meeting.deemed import Deemed
from app.rules.meeting.roll import Choice
from app.rules.states.meeting.meeting import ANSWERABLE_STATES, LIVE_ITEM_STATES, ItemState
from app.security.viewer import Role, Viewer
from app.services.common import rows
from app.services.meeting import answers, closing, moments, resolution_records, rolls


@dataclass(frozen=True)
class MemberAnswers:
    """One member's answers to the notice of one meeting, with the rows to read them by."""

    meeting: Meeting
    entry: RollEntry
    register: rolls.MeetingRows
    deemed: Mapping[int, Deemed]
    """For a written resolution: item → its assents so far."""

    @property
    def member_id(self) -> int:
        """The answering member."""
        return self.entry.organisation_id

    @property
    def is_open(self) -> bool:
        """Whether answers are still accepted."""
        return self.meeting.state in ANSWERABLE_STATES and self.entry.released_at is None

    @property
    def is_there(self) -> bool:
        """Whether the member is present in the meeting now."""
        return self.member_id in self.register.there

    @property
    def resolutions(self) -> list[AgendaItem]:
        """Resolutions open to statements for or against; in a written resolution, until its end."""
        return [
            item
            for item in self.meeting.items
            if item.kind is ItemKind.RESOLUTION
            if item.state in LIVE_ITEM_STATES
            or (self.meeting.is_written and item.state is ItemState.CLOSED)
        ]

    @property
    def delegable(self) -> list[AgendaItem]:
        """Resolutions a proxy may cover: in the notice and not closed (規約第12条第3項)."""
        return [item for item in self.resolutions if item.notified]

    @property
    def proxy(self) -> Proxy | None:
        """The member's current proxy."""
        return self.register.proxies.get(self.member_id)

    @property
    def words(self) -> Mapping[int, Statement]:
        """Item → the member's last written statement, late ones apart."""
        return self.register.statements.get(self.member_id, {})

    @property
    def late(self) -> Mapping[int, Statement]:
        """Item → the member's last statement after the last day: kept, but not counted."""
        return self.register.late.get(self.member_id, {})

    @property
    def is_late(self) -> bool:
        """Whether an answer now would be late."""
        return self.meeting.is_late(moments.now())

    @property
    def is_overdue(self) -> bool:
        """Whether the day by which a gathering asked for answers is over. They count all the same."""
        asked = self.meeting.answers_by
        return not self.meeting.is_written and asked is not None and asked < clock.today()

    @property
    def agents(self) -> Sequence[RollEntry]:
        """Possible agents, those who plan to attend first, those who delegate themselves last."""
        others = [
            entry
            for entry in self.register.entries.values()
            if entry.organisation_id != self.member_id and entry.released_at is None
        ]
        return sorted(
            others,
            key=lambda entry: (
                self.delegates(entry),
                not (entry.reply and entry.reply.comes),
            ),
        )

    def delegates(self, entry: RollEntry) -> bool:
        """Whether a possible agent has a proxy of its own: it cannot pass ours on (規約第12条第3項)."""
        return entry.organisation_id in self.register.proxies

    def covers(self, item: AgendaItem) -> bool:
        """Whether the member's proxy covers this item."""
        return self.proxy is not None and rolls.covers(self.proxy, item)

    def wanted(self, item: AgendaItem) -> Choice | None:
        """Return the member's instruction to its agent; None: the agent is free."""
        return rolls.instruction(self.proxy, item) if self.proxy else None

    def changed(self, words: Mapping[int, Choice]) -> dict[int, Choice]:
        """Return the choices that differ from the member's last statements."""
        last = {**self.words, **self.late}
        return {
            item_id: choice
            for item_id, choice in words.items()
            if item_id not in last or last[item_id].choice is not choice
        }


def by_link(actor: Viewer, entry_id: int, nonce: str) -> MemberAnswers:
    """Return the answers behind a personal link. Raises NotFound for an invalid link."""
    return _sheet(actor, answers.by_link(entry_id, nonce))


def mine(actor: Viewer, meeting_id: int) -> MemberAnswers:
    """Return the answers of the actor's own organisation. Raises NotFound if not on the roll."""
    return _sheet(actor, answers.mine(actor, meeting_id))


def paper(_actor: Viewer, sheet: MemberAnswers, paper_id: int) -> AgendaPaper:
    """Return a paper of the meeting. Raises NotFound."""
    found = rows.one(AgendaPaper, paper_id)
    if found.item_id not in {item.id for item in sheet.meeting.items}:
        raise NotFound
    return found


def _sheet(_actor: Viewer, entry: RollEntry) -> MemberAnswers:
    meeting = rows.one(
        Meeting, entry.meeting_id, selectinload(Meeting.items).selectinload(AgendaItem.papers)
    )
    register = rolls.register(meeting)
    counted = deemed(register) if meeting.is_written else {}
    return MemberAnswers(meeting, register.entries[entry.organisation_id], register, counted)


def deemed(register: rolls.MeetingRows) -> dict[int, Deemed]:
    """Return item → its count of assents.

    A closed item has the count as sealed, whatever arrived since and whatever its date; an open
    one is counted from all statements in order of arrival.
    """
    meeting = register.meeting
    found = {
        item_id: resolution_records.deemed(record)
        for item_id, record in resolution_records.of_meeting(meeting).items()
    }
    for item in meeting.items:
        if item.id not in found:
            found[item.id] = closing.deemed_now(register, item)
    return found


def on_behalf(actor: Viewer, meeting_id: int, member_id: int) -> MemberAnswers:
    """Return a member's answers, for entry on behalf by the secretariat. Raises NotFound."""
    actor.require(Role.SECRETARIAT)
    return _sheet(actor, answers.of_member(meeting_id, member_id))
