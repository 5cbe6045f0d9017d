"""The report of an event: how many were registered and came, and what the questionnaire says."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app import clock
from app.documents.events import event_report
from app.errors import RuleViolation
from app.extensions import db
from app.models.events.event import Event
from app.models.events.registration import EventAnswer
from app.rules.common.small_cells import LEAST, protected
from app.rules.events.questionnaire import QUESTIONS
from app.rules.states.events.event import EventStage, SeatState
from app.security.viewer import PUBLIC, Viewer
from app.services.common import audit
from app.services.common.municipalities import in_prefecture
from app.services.events import people, registrations, seats

ELSEWHERE = "会員以外・不明"
ASKED = {"overall": "全体の満足度", "connected": "新しいつながり", "useful": "活動への役立ち"}
Table = Mapping[str, int | None]


@dataclass(frozen=True)
class Report:
    """Figures without a name; None for a small number. answers: question → label → count."""

    registered: int
    waited: int
    cancelled: int
    came: int
    walked_in: int
    municipalities: Table
    kinds: Table
    answered: int
    answers: Mapping[str, Sequence[tuple[str, int]]]
    texts: Sequence[str]


def of(event: Event) -> Report:
    """Return the report of an event whose people the caller may see."""
    found = people.of(event)
    names = {each.code: each.name for each in db.session.scalars(in_prefecture())}
    there = [row for row in found if row.came_at is not None]
    answers = db.session.scalars(
        select(EventAnswer).where(EventAnswer.event_id == event.id).order_by(EventAnswer.text)
    ).all()
    is_told = len(answers) >= LEAST
    states = Counter(row.state for row in found if not row.walked_in)
    return Report(
        registered=states[SeatState.REGISTERED],
        waited=states[SeatState.WAITING] + states[SeatState.LAPSED] + states[SeatState.DECLINED],
        cancelled=states[SeatState.CANCELLED],
        came=len(there),
        walked_in=sum(row.walked_in for row in found),
        municipalities=_shown(Counter(names.get(r.municipality, ELSEWHERE) for r in there)),
        kinds=_shown(Counter(row.kind.label if row.kind else ELSEWHERE for row in there)),
        answered=len(answers),
        answers={key: _counts(answers, key, each) for key, each in QUESTIONS} if is_told else {},
        texts=[each.text for each in answers if each.text] if is_told else [],
    )


def paper(actor: Viewer, event: Event) -> bytes:
    """Return the report as a paper (行事報告書)."""
    found = of(event)
    came: event_report.Counts = [
        ("申込み", found.registered),
        ("キャンセル待ちのまま終了・待機中", found.waited),
        ("本人の取消し", found.cancelled),
        ("来場", found.came),
        ("うち当日参加", found.walked_in),
    ]
    tables = {
        "参加の状況": came,
        "来場者の市町村": list(found.municipalities.items()),
        "来場者の会員種別": list(found.kinds.items()),
        f"アンケートの回答（{found.answered}人）": [
            (f"{ASKED[key]}　{label}", number)
            for key, counts in found.answers.items()
            for label, number in counts
        ],
    }
    return event_report.pdf(event, tables, found.texts, clock.today())


def _shown(counts: Mapping[str, int]) -> Table:
    return dict(zip(counts, protected(list(counts.values()))[0], strict=True))


def _counts(answers: Sequence[EventAnswer], key: str, choices: Any) -> list[tuple[str, int]]:
    found = Counter(getattr(each, key) for each in answers)
    return [(choice.label, found[choice]) for choice in choices]


def answer(actor: Viewer, row_id: int, nonce: str, given: Mapping[str, Any]) -> None:
    """Store an answer to the questionnaire, once a person, and nothing that tells whose it is.

    Raises NotFound, RuleViolation.
    """
    row = registrations.locked(actor, row_id, nonce)
    event = seats.hold(row.event_id)
    if event.stage is not EventStage.HELD:
        raise RuleViolation(None, "アンケートは、行事が終わった後に答えられます。")
    if row.answered:
        raise RuleViolation(None, "すでに答えていただいています。ありがとうございました。")
    row.answered = True
    db.session.add(EventAnswer(event_id=event.id, organisation_id=event.organisation_id, **given))
    audit.record(PUBLIC, "event.answer", "event", event.public_id)
    db.session.flush()
