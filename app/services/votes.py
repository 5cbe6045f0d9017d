"""Opening an item and voting on it (規約第12条)."""

from app import clock
from app.errors import NotPermitted, RuleViolation, StaleState
from app.extensions import db
from app.models.agenda import AgendaItem
from app.models.vote import Vote
from app.rules import articles
from app.rules.agenda import ItemKind, VoteWay
from app.rules.meeting import entitlement
from app.rules.roll import Choice
from app.rules.states import AGENDA_ITEM, ItemState, ItemVerb, MeetingState, next_state
from app.security.viewer import Role, Viewer
from app.services import agendas, audit, meetings, rolls


def open_item(actor: Viewer, item_id: int) -> AgendaItem:
    """Put a resolution to the vote, or begin a report or discussion. One item at a time.

    Raises RuleViolation for a resolution that could not take its effect.
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
    fault = agendas.subject_fault(item)
    if fault and item.resolution_kind is not None:
        raise RuleViolation(item.resolution_kind.article, fault)
    item.opened_at = clock.now()
    audit.record(actor, "agenda.open", "agenda_item", item.id)
    db.session.flush()
    return item


def end_item(actor: Viewer, item_id: int) -> AgendaItem:
    """End a report or a discussion; a resolution is closed by services/closing.py."""
    actor.require(Role.SECRETARIAT)
    item = meetings.locked_item(item_id)
    if item.kind is ItemKind.RESOLUTION:
        raise RuleViolation(articles.DECISION, "議案は採決を締め切って終えます。")
    item.state = next_state(AGENDA_ITEM, item.state, ItemVerb.CLOSE)
    item.closed_at = clock.now()
    audit.record(actor, "agenda.end", "agenda_item", item.id)
    db.session.flush()
    return item


def cast(actor: Viewer, item_id: int, member_id: int, choice: Choice) -> Vote:
    """A member votes by its own click: for itself, or for a principal whose agent it is.

    May be changed until the item is closed. Raises RuleViolation, with the reason in words, for one
    that may not vote.
    """
    actor.require(Role.EXECUTIVE)
    if actor.organisation_id is None:
        raise NotPermitted
    return _cast(actor, item_id, actor.organisation_id, member_id, choice, VoteWay.CLICK)


def note(
    actor: Viewer, item_id: int, member_id: int, choice: Choice, *, way: VoteWay, agent: bool
) -> Vote:
    """The secretariat records a show of hands or a ballot paper.

    agent: the member's agent voted for it; else the member itself.
    """
    actor.require(Role.SECRETARIAT)
    if way is VoteWay.CLICK:
        raise NotPermitted
    item = meetings.locked_item(item_id)
    voter_id = member_id
    if agent:
        proxy = rolls.register(item.meeting).proxies.get(member_id)
        if proxy is None:
            raise RuleViolation(articles.PROXY, "この団体の委任状はありません。")
        voter_id = proxy.agent_id
    return _cast(actor, item_id, voter_id, member_id, choice, way)


def _cast(
    actor: Viewer, item_id: int, voter_id: int, member_id: int, choice: Choice, way: VoteWay
) -> Vote:
    item = meetings.locked_item(item_id)
    if item.kind is not ItemKind.RESOLUTION or item.meeting.is_written:
        raise RuleViolation(articles.DECISION, "採決する議案ではありません。")
    if item.state is not ItemState.OPEN:
        raise StaleState(f"{item.label}は採決中ではありません（{item.state.label}）。")
    register = rolls.register(item.meeting)
    _check(register, item, voter_id, member_id, choice)
    vote = register.votes.get(item.id, {}).get(member_id)
    if vote is None:
        vote = Vote(item_id=item.id, organisation_id=member_id)
        db.session.add(vote)
    vote.agent_id = None if voter_id == member_id else voter_id
    vote.choice, vote.way, vote.cast_at = choice, way, clock.now()
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


def _check(
    register: rolls.Register, item: AgendaItem, voter_id: int, member_id: int, choice: Choice
) -> None:
    """Whether the voter may cast the member's vote. Raises RuleViolation with the reason."""
    if voter_id not in register.there:
        raise RuleViolation(
            articles.DECISION,
            "会議に出席していないため、採決に加われません。出席を記録してください。",
        )
    if voter_id != member_id:
        proxy = register.proxies.get(member_id)
        if proxy is None or proxy.agent_id != voter_id:
            raise RuleViolation(articles.PROXY, "この団体から委任を受けていません。")
        wanted = rolls.instruction(proxy, item)
        if wanted is not None and choice is not wanted:
            raise RuleViolation(
                articles.PROXY,
                f"委任状で「{wanted.label}」と指示されています。指示のとおり投票してください。",
            )
    verdict = entitlement(register.roll(), register.item(item), member_id)
    if not verdict:
        raise RuleViolation(verdict.article, verdict.reason)
    own = register.votes.get(item.id, {}).get(member_id)
    if voter_id != member_id and own is not None and own.agent_id is None:
        raise RuleViolation(articles.PROXY, "本人がすでに投票しています。")
