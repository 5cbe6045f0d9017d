"""The columns of an import: a number that no page offers is answered, and the rows stay as they are."""

import pytest

from tests.support import register_files, roster_files

BAD = [
    {"sheet": "abc"},
    {"sheet": "99"},
    {"sheet": "-5"},
    {"line": "1e9"},
    {"line": "0"},
    {"line": "99"},
    {"lines": "x"},
]


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_number_is_answered_for_members(session, client_as, bad):
    path = f"/imports/{roster_files.unmapped().id}/columns"
    assert client_as("secretariat").submit(path, bad, form="/columns").status_code < 500


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_number_is_answered_for_a_register(session, client_as, bad):
    path = f"/register-imports/{register_files.read().id}/columns"
    assert client_as("secretariat").submit(path, bad, form="/columns").status_code < 500
