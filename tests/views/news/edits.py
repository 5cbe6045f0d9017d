"""Edit forms of this wing: a field of each, and two values."""

from tests.support.edits import Edit

EDITS = {
    "/news/preferences/<token>": Edit("activity_fields", ["place"], ["peer"]),
}
