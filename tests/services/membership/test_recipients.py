"""Letters of the office go to officers in use."""

from datetime import timedelta
from typing import Any

from app import clock
from app.security.viewer import Role
from app.services.membership import recipients
from tests import factories


def test_officer_past_the_last_day_gets_no_letters(session: Any) -> None:
    officer = factories.account(Role.SECRETARIAT)
    officer.ends_on = clock.today()
    assert officer in recipients.secretariat()
    officer.ends_on = clock.today() - timedelta(days=1)
    assert officer not in recipients.secretariat()
