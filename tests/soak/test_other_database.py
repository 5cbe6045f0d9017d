"""The long stories that the suite tells on one database, on both.

make soak ARGS="tests/soak/test_other_database.py"
"""

import pytest

from tests.browser.test_membership_lifecycle import (
    test_expelled_organisation_is_accepted_after_the_bar_ends,
    test_membership_from_application_to_withdrawal_and_readmission,
    world,
)
from tests.embedded.test_case_redis import (
    server,
    test_canary_sent_to_redis_is_detected,
    test_redis_receives_no_case_content,
    worker,
)

__all__ = [
    "server",
    "test_canary_sent_to_redis_is_detected",
    "test_expelled_organisation_is_accepted_after_the_bar_ends",
    "test_membership_from_application_to_withdrawal_and_readmission",
    "test_redis_receives_no_case_content",
    "worker",
    "world",
]

pytestmark = [pytest.mark.both_databases, pytest.mark.timeout(300)]
