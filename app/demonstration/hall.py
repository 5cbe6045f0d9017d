"""A platform meeting as the chapters hold it: what the officers do in it, in a few words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from app.demonstration.story import Stage
from app.models.membership.organisation import Organisation
from app.rules.meeting.agenda import (
    AnswerWay,
    ItemKind,
    MeetingForm,
    Reply,
    ResolutionKind,
    VoteWay,
)
from app.rules.meeting.roll import Choice
from app.services.meeting import (
    agendas,
    answers,
    attendance,
    closing,
    meetings,
    notices,
    proxies,
    statements,
    votes,
)

PLAN = {
    "title": "とっとり孤独・孤立対策官民連携プラットフォーム会議",
    "form": MeetingForm.BOTH,
    "place": "県庁講堂（見本）",
}
TEXT = "１　趣旨\n孤独・孤立を感じる人が、早い段階で人や支援とつながるようにします。\n２　内容\n別紙のとおり。"


@dataclass
class Hall:
    """A meeting, and the officers that keep it."""

    stage: Stage
    id: int

    @classmethod
    def planned(cls, stage: Stage, **values: Any) -> "Hall":
        """Plan a meeting."""
        return cls(stage, meetings.plan(stage.second, PLAN | values).id)

    def item(self, title: str, kind: ItemKind = ItemKind.RESOLUTION, **more: Any) -> int:
        """Put an item on the agenda; return its id."""
        of_vote = {"resolution_kind": ResolutionKind.OTHER} if kind is ItemKind.RESOLUTION else {}
        values = {"title": title, "text": TEXT, **of_vote, **more}
        return agendas.add(self.stage.second, self.id, kind, values).id

    def notify(self) -> None:
        """One officer submits the notice, the other approves it."""
        notices.submit(self.stage.second, self.id)
        notices.notify(self.stage.officer, self.id, links=self.stage.links)

    def answer(self, members: Iterable[Organisation], reply: Reply) -> None:
        """Members answer, by their link or by telephone."""
        for each in members:
            way = AnswerWay.TELEPHONE if each.id % 4 == 0 else AnswerWay.LINK
            who = f"{each.business_contact_name}（担当）" if reply.comes else ""
            answers.answer(self.stage.second, self.id, each.id, reply, way=way, attendee=who)

    def delegate(self, members: Iterable[Organisation], agent: Organisation) -> None:
        """Members delegate their votes by a paper."""
        given: Any = {"way": AnswerWay.PAPER, "covers_all": True, "instructions": {}}
        for each in members:
            proxies.file(self.stage.second, self.id, each.id, agent.id, **given)

    def state(self, item: int, members: Iterable[Organisation]) -> None:
        """Members assent by mail."""
        words = {item: Choice.FOR}
        for each in members:
            statements.state(self.stage.second, self.id, each.id, words, way=AnswerWay.EMAIL)

    def open(self, members: Sequence[Organisation], *, chair: Organisation) -> None:
        """Open it with these members, every fifth online."""
        meetings.open_meeting(self.stage.second, self.id)
        for place, each in enumerate(members):
            attendance.arrive(self.stage.second, self.id, each.id, online=place % 5 == 4)
        attendance.elect_chair(self.stage.second, self.id, chair.id)

    def vote(
        self, item: int, members: Iterable[Organisation], against: Iterable[Organisation] = ()
    ) -> None:
        """Open the vote and note hands."""
        votes.open_item(self.stage.second, item)
        hands = {each.id: Choice.FOR for each in members}
        hands |= {each.id: Choice.AGAINST for each in against}
        votes.record_all(self.stage.second, item, hands, way=VoteWay.HANDS)

    def close(self, item: int) -> None:
        """Close a vote."""
        closing.close(self.stage.second, item)

    def report(self, item: int) -> None:
        """Hear a report."""
        votes.open_item(self.stage.second, item)
        votes.end_item(self.stage.second, item)
