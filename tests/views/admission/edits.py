"""Edit forms of this wing: a field of each, and two values."""

from tests.support.edits import NEW, OWN_DRAFT

EXCEPTIONS = {
    "/applications/<int:pk>/correction": OWN_DRAFT,
    "/applications/<int:pk>/take-back": NEW,
    "/applications/new/": OWN_DRAFT,
    "/apply/form": OWN_DRAFT,
    "/apply/status/<token>/correct": OWN_DRAFT,
}
