"""All documents filed by a member, in one list."""

from datetime import datetime
from typing import Any, NamedTuple

from flask import url_for
from flask_babel import gettext as _

from app.models.filings.change_notice import ChangeNotice
from app.models.filings.consent import ConsentToServe
from app.models.filings.filing import Filing
from app.models.filings.withdrawal import ReleaseRequest, WithdrawalNotice
from app.rules.states.filings.member import ChangeNoticeState, ConsentState, WithdrawalState
from app.services.common import rows
from app.views.common.labels import label

WAITING = (ChangeNoticeState.SUBMITTED, ConsentState.FILED, WithdrawalState.RECEIVED)


class FiledDocument(NamedTuple):
    """One filed document: kind, receipt number, date, state and URL."""

    kind: str
    number: str
    filed_at: datetime
    state: str
    is_waiting: bool
    url: str


def filed_documents(organisation_id: int) -> list[FiledDocument]:
    """Return all filed documents of the organisation, newest first (four queries)."""
    kinds: tuple[tuple[str, type[Filing], str], ...] = (
        (_("Change notice"), ChangeNotice, "ChangeNoticeView.show"),
        (_("Withdrawal notice"), WithdrawalNotice, "WithdrawalView.show"),
        (_("Consent to serve"), ConsentToServe, "ConsentView.show"),
        (_("Release request"), ReleaseRequest, "ReleaseView.show"),
    )
    found = [
        FiledDocument(
            kind, row.receipt_number, row.received_at, *_state(row), url_for(endpoint, pk=row.id)
        )
        for kind, model, endpoint in kinds
        for row in rows.of_organisation(model, organisation_id)
    ]
    return sorted(found, key=lambda paper: paper.filed_at, reverse=True)


def _state(row: Any) -> tuple[str, bool]:
    """Return the state of a filed document, and whether it waits for a decision."""
    if isinstance(row, ReleaseRequest):
        return release_state(row), row.open_key is not None
    return label(row.state), row.state in WAITING


def release_state(row: ReleaseRequest) -> str:
    """Return the state of a release request, which has no state table: a resolution ends it."""
    if row.taken_back_at is not None:
        return _("Withdrawn by the filer")
    return _("Awaiting resolution") if row.resolved_at is None else _("Resolved")
