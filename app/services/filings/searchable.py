"""What is found of this wing: filings, by their number or their organisation's name.

A member finds its own; files of an expulsion are found by the secretariat.
"""

from collections.abc import Iterator
from typing import Any

from app.models.filings.change_notice import ChangeNotice
from app.models.filings.consent import ConsentToServe
from app.models.filings.expulsion import Expulsion
from app.models.filings.withdrawal import ReleaseRequest, WithdrawalNotice
from app.models.membership.organisation import Organisation
from app.rules.common.audience import Audience
from app.rules.common.labelled import Labelled
from app.services.common.search_entries import Entry, Searchable, newest_first
from app.services.membership.search_follows import of_renamed


class FilingKind(Labelled):
    """What can be found, by the name of its table."""

    CHANGE_NOTICE = "change_notice", "変更届"
    WITHDRAWAL = "withdrawal_notice", "退会届"
    CONSENT = "consent_to_serve", "加入内諾書"
    RELEASE = "release_request", "幹事団体の退会の申出"
    EXPULSION = "expulsion", "除名手続"


def _filing(filing: Any) -> Iterator[Entry]:
    kind, organisation = FilingKind(filing.__tablename__), filing.organisation
    is_own = kind is not FilingKind.EXPULSION
    number = filing.receipt_number if is_own else ""
    yield Entry(
        f"{kind.value}:{filing.id}",
        title=f"{kind.label} {number}".strip(),
        words=(number, organisation.name, organisation.name_kana),
        note=organisation.name,
        rank=newest_first(filing.received_at if is_own else filing.opened_at),
        audience=Audience.SECRETARIAT,
        organisation_id=filing.organisation_id if is_own else None,
    )


def _searchable(model: type[Any], *columns: str) -> Searchable:
    follows = {Organisation: of_renamed(model, "name", "name_kana")}
    return Searchable("filing", model, (*columns, "organisation_id"), _filing, follows=follows)


SEARCHABLE = (
    *(
        _searchable(model, "receipt_number", "received_at")
        for model in (ChangeNotice, WithdrawalNotice, ConsentToServe, ReleaseRequest)
    ),
    _searchable(Expulsion, "opened_at"),
)
