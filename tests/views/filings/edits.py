"""Edit forms of this wing: a field of each, and two values."""

from tests.support.edits import NEW, OWN_DRAFT, Edit

EDITS = {
    "/expulsions/<int:pk>/edit": Edit("facts", "一人目の事実", "二人目の事実"),
}
EXCEPTIONS = {
    "/change-notices/<int:pk>/decide": "a notice is decided once; `seen` refuses an entry that changed",
    "/change-notices/new": OWN_DRAFT,
    "/consents/candidate": NEW,
    "/consents/enter/<int:organisation_id>": NEW,
    "/contacts/<int:pk>": NEW,
    "/expulsions/<int:pk>/hearing": "a hearing is offered once",
    "/release-requests/enter/<int:organisation_id>": NEW,
    "/withdrawals/enter/<int:organisation_id>": NEW,
    "/withdrawals/new": NEW,
}
