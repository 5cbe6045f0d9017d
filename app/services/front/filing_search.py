"""Filings found by their number or their organisation, in one query."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, literal, or_, select, union_all

from app.extensions import db
from app.models.filings.change_notice import ChangeNotice
from app.models.filings.consent import ConsentToServe
from app.models.filings.expulsion import Expulsion
from app.models.filings.withdrawal import ReleaseRequest, WithdrawalNotice
from app.models.membership.organisation import Organisation
from app.rules.common.labelled import Labelled
from app.rules.common.naming import search_form
from app.security.viewer import MEMBERS, Role, Viewer


class FilingKind(Labelled):
    """What can be found, by the name of its table."""

    CHANGE_NOTICE = "change_notice", "変更届"
    WITHDRAWAL = "withdrawal_notice", "退会届"
    CONSENT = "consent_to_serve", "加入内諾書"
    RELEASE = "release_request", "幹事団体の退会の申出"
    EXPULSION = "expulsion", "除名手続"


NUMBERED: tuple[Any, ...] = (ChangeNotice, WithdrawalNotice, ConsentToServe, ReleaseRequest)


@dataclass(frozen=True)
class FoundFiling:
    """One filing. number: of its receipt; none for an expulsion."""

    kind: FilingKind
    id: int
    number: str
    organisation: str


def find(actor: Viewer, text: str, limit: int) -> Sequence[FoundFiling]:
    """Return the newest filings whose number or organisation's name contains each word.

    A member finds its own; expulsions are found by the secretariat.
    """
    staff = actor.has(Role.SECRETARIAT)
    if not staff and not (actor.has(*MEMBERS) and actor.organisation_id):
        return []
    words = [(word, search_form(word)) for word in text.split() if search_form(word)]
    parts = [_select(model, model.receipt_number, model.received_at, words) for model in NUMBERED]
    if staff:
        parts.append(_select(Expulsion, literal(""), Expulsion.opened_at, words))
    else:
        parts = [part.where(Organisation.id == actor.organisation_id) for part in parts]
    found = union_all(*parts).subquery()
    rows = db.session.execute(select(found).order_by(found.c.at.desc(), found.c.id).limit(limit))
    return [FoundFiling(FilingKind(row.kind), row.id, row.number, row.name) for row in rows]


def _select(model: Any, number: Any, at: Any, words: Sequence[tuple[str, str]]) -> Select[Any]:
    statement = select(
        literal(model.__tablename__).label("kind"),
        model.id.label("id"),
        number.label("number"),
        Organisation.name.label("name"),
        at.label("at"),
    ).join(model.organisation)
    for word, folded in words:
        statement = statement.where(
            or_(
                number.icontains(_upright(word), autoescape=True),
                Organisation.name_search.contains(folded, autoescape=True),
            )
        )
    return statement


def _upright(word: str) -> str:
    """Return a number as it is written, whatever the width it was typed in."""
    return unicodedata.normalize("NFKC", word)
