"""What an executive member is asked before a meeting, and what it has answered so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import selectinload

from app.errors import NotFound
from app.models.agenda import AgendaItem, AgendaPaper
from app.models.attendance import Proxy, RollEntry
from app.models.meeting import Meeting
from app.models.vote import Statement
from app.rules.agenda import ItemKind
from app.rules.deemed import Deemed
from app.rules.roll import Choice
from app.rules.states import (
    ANSWERABLE_STATES,
    LIVE_ITEM_STATES,
    ItemState,
)
from app.security.viewer import Role, Viewer
from app.services import answers, closing, resolution_records, rolls, rows


@dataclass(frozen=True)
class Sheet:
    """One member's answers to the notice of one meeting."""

    meeting: Meeting
    entry: RollEntry
    register: rolls.Register
    deemed: Mapping[int, Deemed]
    """Of a written resolution: item → how many have assented, and how many must."""

    @property
    def member_id(self) -> int:
        """Whose sheet it is."""
        return self.entry.organisation_id

    @property
    def is_open(self) -> bool:
        """Whether anything may still be answered."""
        return self.meeting.state in ANSWERABLE_STATES and self.entry.released_at is None

    @property
    def is_there(self) -> bool:
        """Whether the member is in the meeting at this moment."""
        return self.member_id in self.register.there

    @property
    def resolutions(self) -> list[AgendaItem]:
        """What may be stated for or against. A written resolution collects words to its end."""
        return [
            item
            for item in self.meeting.items
            if item.kind is ItemKind.RESOLUTION
            if item.state in LIVE_ITEM_STATES
            or (self.meeting.is_written and item.state is ItemState.CLOSED)
        ]

    @property
    def delegable(self) -> list[AgendaItem]:
        """What a proxy may cover: resolutions of the notice that are not closed (規約第12条第3項)."""
        return [item for item in self.resolutions if item.notified]

    @property
    def proxy(self) -> Proxy | None:
        """The member's proxy that stands."""
        return self.register.proxies.get(self.member_id)

    @property
    def words(self) -> Mapping[int, Statement]:
        """Item → the member's last written word."""
        return self.register.statements.get(self.member_id, {})

    @property
    def agents(self) -> Sequence[RollEntry]:
        """Who can be made the agent, those that mean to come first."""
        others = [
            entry
            for entry in self.register.entries.values()
            if entry.organisation_id != self.member_id and entry.released_at is None
        ]
        return sorted(others, key=lambda entry: not (entry.reply and entry.reply.comes))

    def covers(self, item: AgendaItem) -> bool:
        """Whether the member's proxy was given for this item."""
        return self.proxy is not None and rolls.covers(self.proxy, item)

    def wanted(self, item: AgendaItem) -> Choice | None:
        """What the member told its agent; None: it is free."""
        return rolls.instruction(self.proxy, item) if self.proxy else None

    def changed(self, words: Mapping[int, Choice]) -> dict[int, Choice]:
        """Those of the words that are not what the member has said already."""
        return {
            item_id: choice
            for item_id, choice in words.items()
            if item_id not in self.words or self.words[item_id].choice is not choice
        }


def by_link(actor: Viewer, entry_id: int, nonce: str) -> Sheet:
    """The sheet that a personal link names. Raises NotFound for any other."""
    return _sheet(actor, answers.by_link(entry_id, nonce))


def mine(actor: Viewer, meeting_id: int) -> Sheet:
    """The sheet of the actor's own organisation. Raises NotFound where it is not on the roll."""
    return _sheet(actor, answers.mine(actor, meeting_id))


def paper(_actor: Viewer, sheet: Sheet, paper_id: int) -> AgendaPaper:
    """A paper of the sheet's meeting. Raises NotFound."""
    found = rows.one(AgendaPaper, paper_id)
    if found.item_id not in {item.id for item in sheet.meeting.items}:
        raise NotFound
    return found


def _sheet(_actor: Viewer, entry: RollEntry) -> Sheet:
    meeting = rows.one(
        Meeting, entry.meeting_id, selectinload(Meeting.items).selectinload(AgendaItem.papers)
    )
    register = rolls.register(meeting)
    counted = deemed(register) if meeting.is_written else {}
    return Sheet(meeting, register.entries[entry.organisation_id], register, counted)


def deemed(register: rolls.Register) -> dict[int, Deemed]:
    """Item → its state: of one that is closed as it was sealed, whatever came in since and with what
    day; of the others from every word in the order of arrival."""
    meeting = register.meeting
    found = {
        item_id: resolution_records.deemed(record)
        for item_id, record in resolution_records.of_meeting(meeting).items()
    }
    for item in meeting.items:
        if item.id not in found:
            found[item.id] = closing.deemed_now(register, item)
    return found


def on_behalf(actor: Viewer, meeting_id: int, member_id: int) -> Sheet:
    """The sheet of a member for whom the secretariat enters an answer. Raises NotFound."""
    actor.require(Role.SECRETARIAT)
    return _sheet(actor, answers.of_member(meeting_id, member_id))
