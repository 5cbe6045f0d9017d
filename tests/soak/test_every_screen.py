"""The pages that the suite sees on one screen each, on phone and desktop, in light and dark mode.

make soak ARGS="tests/soak/test_every_screen.py -n auto"
"""

from collections.abc import Callable

import pytest

from tests.browser.pages import SCREENS, Screens
from tests.browser.test_case_phone import case_path, test_every_page_of_a_full_case_is_usable
from tests.browser.test_every_page import test_page_is_usable_for_every_allowed_role
from tests.browser.test_lists import (
    test_lists_and_homes_are_usable_when_empty,
    test_lists_and_homes_are_usable_when_filled,
    visit,
)

__all__ = [
    "case_path",
    "test_every_page_of_a_full_case_is_usable",
    "test_lists_and_homes_are_usable_when_empty",
    "test_lists_and_homes_are_usable_when_filled",
    "test_page_is_usable_for_every_allowed_role",
    "visit",
]


@pytest.fixture
def screens() -> Callable[[str], Screens]:
    """Return `screens(place)`: all screens, in place of the suite's one."""
    return lambda _place: SCREENS
