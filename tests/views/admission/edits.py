"""Edit forms of this wing: a field of each, and two values."""

from tests.support.edits import OWN_DRAFT

EXCEPTIONS = {
    "/applications/new/": OWN_DRAFT,
    "/apply/form": OWN_DRAFT,
    "/apply/status/<token>/correct": OWN_DRAFT,
}
