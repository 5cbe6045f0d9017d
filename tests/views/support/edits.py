"""Edit forms of this wing: a field of each, and two values."""

from tests.support.edits import NEW

EXCEPTIONS = {"/supporters/apply": NEW, "/supporters/pass-on/<token>": NEW}
