"""The results of this wing in the search."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from app.services.filings.searchable import FilingKind
from app.views.common.search_results import ResultKind

VIEWS = {
    FilingKind.CHANGE_NOTICE: "ChangeNoticeView.show",
    FilingKind.WITHDRAWAL: "WithdrawalView.show",
    FilingKind.CONSENT: "ConsentView.show",
    FilingKind.RELEASE: "ReleaseView.show",
    FilingKind.EXPULSION: "ExpulsionView.show",
}


def address(subject: str) -> str:
    """Return the address of a filing."""
    kind, _colon, row_id = subject.partition(":")
    return url_for(VIEWS[FilingKind(kind)], pk=row_id)


RESULTS = {"filing": ResultKind(_l("Documents filed"), address)}
