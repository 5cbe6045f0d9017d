"""What is found of this wing: the applications, in whatever state."""

from collections.abc import Iterator

from app.models.admission.application import Application
from app.rules.common.audience import Audience
from app.rules.membership.profile_search import SEARCHED, words_of
from app.rules.membership.roster import Tier
from app.rules.states.admission.application import ApplicationState
from app.services.common.search_entries import Entry, Searchable


def _application(application: Application) -> Iterator[Entry]:
    number = application.receipt_number or ""
    yield Entry(
        application.id,
        title=application.name,
        words=(*words_of(application.profile(), Tier.SECRETARIAT), number),
        note=f"{number} {ApplicationState(application.state).label}".strip(),
        rank=str(application.received_on or ""),
        audience=Audience.SECRETARIAT,
    )


SEARCHABLE = (
    Searchable(
        "application",
        Application,
        ("name", "name_kana", *SEARCHED, "receipt_number", "state", "received_on"),
        _application,
    ),
)
