"""What a resolution is about, for those who decide on it: the organisation, reasons, statements."""

from collections.abc import Collection, Iterator, Mapping

from sqlalchemy import select

from app.extensions import db
from app.models.filings.consent import ConsentToServe
from app.models.filings.expulsion import Expulsion, ExpulsionStatement
from app.models.filings.withdrawal import ReleaseRequest
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.meeting import Meeting
from app.models.membership.organisation import Organisation
from app.rules.filings.leaving import GROUND_ARTICLES
from app.rules.meeting.agenda import ResolutionKind
from app.rules.states.meeting.meeting import ItemState
from app.security import guard
from app.services.meeting import declared_effects


def of_meeting(meeting: Meeting) -> Mapping[int, str]:
    """Return item → what it is about, for the executive members and the secretariat.

    Never for observers or the public: it names the member to be expelled (規約第9条第3号).
    """
    by_kind: dict[ResolutionKind | None, list[int]] = {}
    for item in meeting.items:
        if item.state is not ItemState.WITHDRAWN:
            by_kind.setdefault(item.resolution_kind, []).append(item.id)
    declared = [item for item in meeting.items if item.effect]
    with guard.acting_as_system(db.session):  # another member's filing, for its judges
        return {
            item_id: "\n".join(lines)
            for kind, item_ids in by_kind.items()
            if kind in _FACTS
            for item_id, lines in _FACTS[kind](item_ids)
        } | _declared(declared)


def _declared(items: Collection[AgendaItem]) -> dict[int, str]:
    """Return what items are about whose effect a higher wing declares; one query for each kind."""
    found: dict[int, str] = {}
    for key in {item.effect for item in items}:
        same = [item for item in items if item.effect == key]
        told = declared_effects.every()[key].facts({item.subject for item in same})
        found |= {item.id: "\n".join(told[item.subject]) for item in same if item.subject in told}
    return found


def _expulsions(item_ids: Collection[int]) -> Iterator[tuple[int, list[str]]]:
    files = db.session.execute(
        select(AgendaItem.id, Expulsion.id, Organisation.name, Expulsion.ground, Expulsion.facts)
        .join(Expulsion, Expulsion.id == AgendaItem.expulsion_id)
        .join(Organisation, Organisation.id == Expulsion.organisation_id)
        .where(AgendaItem.id.in_(item_ids))
    ).all()
    stated: dict[int, list[str]] = {}
    for file_id, text in db.session.execute(
        select(ExpulsionStatement.expulsion_id, ExpulsionStatement.text)
        .where(ExpulsionStatement.expulsion_id.in_([file_id for _, file_id, *_rest in files]))
        .order_by(ExpulsionStatement.id)
    ):
        stated.setdefault(file_id, []).append(text)
    for item_id, file_id, name, ground, facts in files:
        yield (
            item_id,
            [
                f"除名する団体：{name}",
                f"事由：{ground.label}（{GROUND_ARTICLES[ground]}）",
                f"事実：{facts}",
                *(f"弁明：{text}" for text in stated.get(file_id, ["提出なし"])),
            ],
        )


def _releases(item_ids: Collection[int]) -> Iterator[tuple[int, list[str]]]:
    for item_id, goes_on, name, reason in db.session.execute(
        select(AgendaItem.id, AgendaItem.becomes_general, Organisation.name, ReleaseRequest.reason)
        .join(ReleaseRequest, ReleaseRequest.id == AgendaItem.release_request_id)
        .join(Organisation, Organisation.id == ReleaseRequest.organisation_id)
        .where(AgendaItem.id.in_(item_ids))
    ):
        after = "一般団体として会員を続ける" if goes_on else "会員でなくなる"
        lines = [f"幹事団体を退く団体：{name}（{after}）"]
        yield item_id, [*lines, f"申出の理由：{reason}"] if reason else lines


def _selections(item_ids: Collection[int]) -> Iterator[tuple[int, list[str]]]:
    for item_id, name in db.session.execute(
        select(AgendaItem.id, Organisation.name)
        .join(ConsentToServe, ConsentToServe.id == AgendaItem.consent_id)
        .join(Organisation, Organisation.id == ConsentToServe.organisation_id)
        .where(AgendaItem.id.in_(item_ids))
    ):
        yield item_id, [f"幹事団体になる団体：{name}"]


_FACTS = {
    ResolutionKind.EXPULSION: _expulsions,
    ResolutionKind.RELEASE: _releases,
    ResolutionKind.SELECTION: _selections,
}
