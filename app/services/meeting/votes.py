"""Opening an item and voting on it (規約第12条)."""

from collections.abc import Collection, Mapping

from app.errors import NotPermitted, RuleViolation, StaleState
from app.extensions import db
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.vote import Vote
from app.rules import Verdict
from app.rules.common import articles
from app.rules.meeting import entitlement
from app.rules.meeting.agenda import ItemKind, VoteWay
from app.rules.meeting.roll import Choice
from app.rules.states.common.table import next_state
from app.rules.states.meeting.meeting import AGENDA_ITEM, ItemState, ItemVerb, MeetingState
from app.security.viewer import Role, Viewer
from app.services.common import audit
from app.services.meeting import meetings, moments, rolls, subjects


def open_item(actor: Viewer, item_id: int) -> AgendaItem:
    """Open the vote on a resolution, or a report or discussion. One item at a time.

    Raises RuleViolation for a resolution that could not take effect.
    """
    actor.require(Role.SECRETARIAT)
    item = meetings.locked_item(item_id)
    if item.meeting.state is not MeetingState.OPEN:
        raise StaleState("会議を開会してから始めてください。")
    item.state = next_state(AGENDA_ITEM, item.state, ItemVerb.OPEN)
    other = next(
        (i for i in item.meeting.items if i.state is ItemState.OPEN and i is not item), None
    )
    if other is not None:
        raise StaleState(f"{other.label}が終わっていません。先に終えてください。")
    fault = subjects.fault(item)
    if fault and item.resolution_kind is not None:
        raise RuleViolation(item.resolution_kind.article, fault)
    item.opened_at = moments.now()
    audit.record(actor, "agenda.open", "agenda_item", item.id)
    db.session.flush()
    return item


def end_item(actor: Viewer, item_id: int) -> AgendaItem:
    """End a report or discussion; resolutions are closed by `closing`."""
    actor.require(Role.SECRETARIAT)
    item = meetings.locked_item(item_id)
    if item.kind is ItemKind.RESOLUTION:
        raise RuleViolation(articles.DECISION, "議案は採決を締め切って終えます。")
    item.state = next_state(AGENDA_ITEM, item.state, ItemVerb.CLOSE)
    item.closed_at = moments.now()
    audit.record(actor, "agenda.end", "agenda_item", item.id)
    db.session.flush()
    return item


def cast_all(actor: Viewer, item_id: int, choices: Mapping[int, Choice]) -> list[Vote]:
    """Cast one ballot, the member's own vote and its principals', all or none.

    choices: member → choice. May be changed until the item is closed. Raises RuleViolation, with
    the reason and the member's name, for a vote that may not be cast.
    """
    actor.require(Role.EXECUTIVE)
    voter_id = actor.organisation_id
    if voter_id is None:
        raise NotPermitted
    if not choices:
        raise RuleViolation(articles.DECISION, "賛成、反対、棄権のいずれかを選んでください。")
    item = _in_vote(meetings.item_to_vote_on(item_id, choices))
    register = rolls.register(item.meeting, {voter_id, *choices})
    cast_votes = []
    for member_id, choice in choices.items():
        try:
            vote = _put(actor, item, register, voter_id, member_id, choice, VoteWay.CLICK)
        except RuleViolation as refusal:
            if member_id == voter_id:
                raise
            raise _named(refusal, register, member_id) from refusal
        cast_votes.append(vote)
    return cast_votes


def record_all(
    actor: Viewer,
    item_id: int,
    choices: Mapping[int, Choice],
    *,
    way: VoteWay,
    agents: Collection[int] = (),
) -> list[Vote]:
    """Record many votes, all or none, as the secretariat; a refusal names the member.

    choices: member → choice. agents: the members whose agent voted for them.
    """
    actor.require(Role.SECRETARIAT)
    if way is VoteWay.CLICK:
        raise NotPermitted
    item = _in_vote(meetings.locked_item(item_id))
    register = rolls.register(item.meeting)
    noted = []
    for member_id, choice in choices.items():
        voter_id = member_id
        if member_id in agents:
            proxy = register.proxies.get(member_id)
            if proxy is None:
                raise RuleViolation(articles.PROXY, "この団体の委任状はありません。")
            voter_id = proxy.agent_id
        try:
            noted.append(_put(actor, item, register, voter_id, member_id, choice, way))
        except RuleViolation as refusal:
            raise _named(refusal, register, member_id) from refusal
    return noted


def _named(refusal: RuleViolation, register: rolls.MeetingRows, member_id: int) -> RuleViolation:
    name = register.names.get(member_id, "幹事団体でない団体")
    return RuleViolation(refusal.article, f"{name}：{refusal.message}")


def _in_vote(item: AgendaItem) -> AgendaItem:
    """Return the item. Raises RuleViolation or StaleState if it is not being voted on."""
    if item.kind is not ItemKind.RESOLUTION or item.meeting.is_written:
        raise RuleViolation(articles.DECISION, "採決する議案ではありません。")
    if item.state is not ItemState.OPEN:
        raise StaleState(f"{item.label}は採決中ではありません（{item.state.label}）。")
    return item


def _put(
    actor: Viewer,
    item: AgendaItem,
    register: rolls.MeetingRows,
    voter_id: int,
    member_id: int,
    choice: Choice,
    way: VoteWay,
) -> Vote:
    """Create or update the vote."""
    _check(register, item, voter_id, member_id, choice)
    vote = register.votes.get(item.id, {}).get(member_id)
    if vote is None:
        vote = Vote(item_id=item.id, organisation_id=member_id)
        db.session.add(vote)
    if not (way is VoteWay.HANDS and voter_id == member_id and _in_writing(vote, choice)):
        vote.agent_id = None if voter_id == member_id else voter_id
        vote.choice, vote.way, vote.cast_at = choice, way, moments.now()
    db.session.flush()
    audit.record(
        actor,
        "vote.cast",
        "agenda_item",
        item.id,
        organisation_id=member_id,
        agent_id=vote.agent_id,
        choice=choice,
        way=way,
    )
    return vote


def _in_writing(vote: Vote, choice: Choice) -> bool:
    """Whether the member already voted so in writing; a show of hands does not weaken that."""
    own = vote.way is not None and vote.agent_id is None
    return own and vote.way.is_written and vote.choice is choice


def may_cast(
    register: rolls.MeetingRows, item: AgendaItem, voter_id: int, member_id: int
) -> Verdict:
    """Whether the voter may cast the member's vote on the item now, and if not, why (規約第12条)."""
    if voter_id not in register.there:
        return Verdict(
            False,
            articles.DECISION,
            "会議に出席していないため、採決に加われません。出席を記録してください。",
        )
    if voter_id != member_id:
        proxy = register.proxies.get(member_id)
        if proxy is None or proxy.agent_id != voter_id:
            return Verdict(False, articles.PROXY, "この団体から委任を受けていません。")
        if voter_id == register.meeting.chair_id:
            return Verdict(
                False,
                articles.CHAIR_HAS_NO_VOTE,
                "議長は採決に加われないため、委任を受けた投票もできません。",
            )
        if not rolls.covers(proxy, item):
            return Verdict(
                False,
                articles.PROXY,
                "この議案は委任されていません。"
                if item.notified
                else "あらかじめ通知されていない議案のため、委任による議決はできません。",
            )
    verdict = entitlement(register.roll(), register.item(item), member_id)
    own = register.votes.get(item.id, {}).get(member_id)
    if verdict and voter_id != member_id and own is not None and own.agent_id is None:
        return Verdict(False, articles.PROXY, "本人がすでに投票しています。")
    if verdict and voter_id != member_id and item.id in register.emails.get(member_id, {}):
        return Verdict(
            False, articles.EMAIL_STATEMENT, "本人がこの議案への賛否をすでに表明しています。"
        )
    return verdict


def _check(
    register: rolls.MeetingRows, item: AgendaItem, voter_id: int, member_id: int, choice: Choice
) -> None:
    """Raise RuleViolation with the reason where the voter may not cast this choice."""
    verdict = may_cast(register, item, voter_id, member_id)
    if not verdict:
        raise RuleViolation(verdict.article, verdict.reason)
    wanted = None
    if voter_id != member_id:
        wanted = rolls.instruction(register.proxies[member_id], item)
    if wanted is not None and choice is not wanted:
        raise RuleViolation(
            articles.PROXY,
            f"委任状で「{wanted.label}」と指示されています。指示のとおり投票してください。",
        )
