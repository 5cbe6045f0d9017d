"""A vote in progress: who has voted and who has not, and how it would end if it were closed now."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.errors import StaleState
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.resolution import ResolutionRecord
from app.rules.meeting import grounds
from app.rules.meeting.attendance import Ground
from app.rules.meeting.deemed import Deemed
from app.rules.meeting.roll import Choice
from app.rules.meeting.voting import Tally, choices, needed
from app.rules.states.meeting.meeting import ItemState, Outcome
from app.security.viewer import Role, Viewer
from app.services.meeting import closing, meetings, rolls


@dataclass(frozen=True)
class Missing:
    """A member entitled to vote that has not voted."""

    name: str
    note: str
    """How it attends, where it is not there itself."""

    def __str__(self) -> str:
        return f"{self.name}（{self.note}）" if self.note else self.name


@dataclass(frozen=True)
class VoteState:
    """The numbers shown while the vote is open; they say nothing about how anybody voted."""

    entitled: int
    missing: Sequence[Missing]

    @property
    def voted(self) -> int:
        """The number of members that have voted or stated their position."""
        return self.entitled - len(self.missing)


@dataclass(frozen=True)
class Ending:
    """How the item would end if it were closed now, for the dialog that closes it."""

    sentence: str
    stamp: str
    """Changes with the outcome and with each number of the sentence."""


def close(
    actor: Viewer, item_id: int, *, seen: str | None, reads_mail: bool = False
) -> ResolutionRecord:
    """Close the vote as the dialog said that it would end. seen: the dialog's stamp, if any.

    Raises StaleState where a vote or statement has changed that since, and as `closing.close`.
    """
    actor.require(Role.SECRETARIAT)
    item = meetings.locked_item(item_id)
    is_open = seen is not None and item.state is ItemState.OPEN
    if is_open and ending(rolls.register(item.meeting), item).stamp != seen:
        raise StaleState(
            "確認の後に賛否が変わったため、締め切っていません。"
            "結果をもう一度確かめて締め切ってください。"
        )
    return closing.close(actor, item_id, reads_mail=reads_mail)


def of_item(register: rolls.MeetingRows, item: AgendaItem) -> VoteState:
    """Return who has voted on an item of a meeting."""
    found = _choices(register, item)
    silent = {member for member, choice in found.items() if choice is None}
    ways = grounds(register.roll(item))
    missing = [
        Missing(name, _note(register, member, ways[member]))
        for member, name in register.names.items()
        if member in silent
    ]
    return VoteState(len(found), missing)


def unvoiced(register: rolls.MeetingRows, item: AgendaItem) -> list[str]:
    """Return the members attending by e-mail only that have said nothing on this item.

    They are entitled, so they count against it (規約第12条第1項・第4項).
    """
    ways = grounds(register.roll(item))
    silent = {member for member, choice in _choices(register, item).items() if choice is None}
    return [
        name
        for member, name in register.names.items()
        if member in silent and ways[member] is Ground.EMAIL
    ]


def ending(register: rolls.MeetingRows, item: AgendaItem) -> Ending:
    """Return how an item of a meeting or of a written resolution would end now."""
    if register.meeting.is_written:
        deemed = closing.deemed_now(register, item)
        outcome = Outcome.DEEMED if deemed.passed else Outcome.NOT_DEEMED
        said = register.statements
        silent = [n for m, n in register.names.items() if item.id not in said.get(m, {})]
        numbers = _in_writing(deemed) + _named("、回答なし", silent)
        return _ending(outcome, numbers, deemed.assents, deemed.needed)
    outcome, _verdict, counts, deemed = closing.judged(register, item)
    if outcome is Outcome.DEEMED:
        numbers = _in_writing(deemed)
    elif outcome is Outcome.NO_QUORUM:
        executives = len(register.executives)
        numbers = f"出席{len(grounds(register.roll(item)))}／必要{needed(executives)}"
    else:
        silent = [each.name for each in of_item(register, item).missing]
        numbers = _counted(counts) + _named("、表示なし", silent)
    return _ending(outcome, numbers, *_numbers(counts), deemed.assents)


def _choices(register: rolls.MeetingRows, item: AgendaItem) -> dict[int, Choice | None]:
    return choices(
        register.roll(item),
        register.item(item),
        votes=register.own_votes(item),
        proxy_votes=register.proxy_votes(item),
    )


def _note(register: rolls.MeetingRows, member: int, ground: Ground) -> str:
    if ground is Ground.EMAIL:
        return "電子メール出席"
    if ground is Ground.PROXY:
        return f"代理人 {register.names[register.proxies[member].agent_id]}"
    return "" if member in register.there else "退席"


def _counted(counts: Tally) -> str:
    return (
        f"賛成{counts.in_favour}／必要{needed(counts.entitled)}、"
        f"反対{counts.against}、棄権{counts.abstained}"
    )


def _in_writing(deemed: Deemed) -> str:
    return f"書面による賛成{deemed.assents}／必要{deemed.needed}"


def _named(what: str, names: Sequence[str]) -> str:
    return f"{what}{len(names)}" + (f"：{'、'.join(names)}" if names else "")


def _numbers(counts: Tally) -> tuple[int, ...]:
    return counts.entitled, counts.in_favour, counts.against, counts.abstained, counts.silent


def _ending(outcome: Outcome, numbers: str, *stamped: int) -> Ending:
    sentence = f"{outcome.label}（{numbers}）で確定します。"
    return Ending(sentence, "-".join([outcome.value, *map(str, stamped)]))
