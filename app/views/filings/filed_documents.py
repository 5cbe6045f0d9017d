"""All documents filed by a member, in one list."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import NamedTuple

from flask import send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.models.filings.change_notice import ChangeNotice
from app.models.filings.consent import ConsentToServe
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
    found = [
        *(
            _filed(_("Change notice"), row, row.submitted_at, row.state, "ChangeNoticeView.show")
            for row in rows.of_organisation(ChangeNotice, organisation_id)
        ),
        *(
            _filed(_("Withdrawal notice"), row, row.received_at, row.state, "WithdrawalView.show")
            for row in rows.of_organisation(WithdrawalNotice, organisation_id)
        ),
        *(
            _filed(_("Consent to serve"), row, row.filed_at, row.state, "ConsentView.show")
            for row in rows.of_organisation(ConsentToServe, organisation_id)
        ),
        *(_release(row) for row in rows.of_organisation(ReleaseRequest, organisation_id)),
    ]
    return sorted(found, key=lambda paper: paper.filed_at, reverse=True)


def _filed(
    kind: str,
    row: ChangeNotice | WithdrawalNotice | ConsentToServe,
    at: datetime,
    state: ChangeNoticeState | WithdrawalState | ConsentState,
    endpoint: str,
) -> FiledDocument:
    url = url_for(endpoint, pk=row.id)
    return FiledDocument(kind, row.receipt_number, at, label(state), state in WAITING, url)


def _release(row: ReleaseRequest) -> FiledDocument:
    return FiledDocument(
        _("Release request"),
        row.receipt_number,
        row.requested_at,
        release_state(row),
        row.open_key is not None,
        url_for("ReleaseView.show", pk=row.id),
    )


def release_state(row: ReleaseRequest) -> str:
    """Return the state of a release request, which has no state table: a resolution ends it."""
    if row.taken_back_at is not None:
        return _("Withdrawn by the filer")
    return _("Awaiting resolution") if row.resolved_at is None else _("Resolved")


def as_pdf(set_paper: Callable[[], bytes], name: str) -> Response:
    """Return a paper as a PDF for display in the browser."""
    return send_file(BytesIO(set_paper()), mimetype="application/pdf", download_name=f"{name}.pdf")
