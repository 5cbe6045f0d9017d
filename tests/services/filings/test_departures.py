"""The end of a membership closes everything pending, whatever the cause."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from app.rules.membership.membership import EndCause, Standing
from app.rules.states.filings.member import ChangeNoticeState, ConsentState, WithdrawalState
from app.security.viewer import SYSTEM
from app.services.filings import consents, departures, withdrawals
from tests import factories
from tests.support.members import change, person_of


@pytest.mark.parametrize("cause", [EndCause.EXPULSION, EndCause.RELEASE, EndCause.WITHDRAWAL])
def test_all_open_notices_of_a_departed_member_are_closed(
    session: Any, at: Callable[[date], None], cause: EndCause
) -> None:
    at(date(2026, 4, 1))
    organisation = factories.member()
    person = person_of(organisation)
    notice = change(person, organisation, phone="0857-00-0002")
    consent = consents.file(person, "県東部で居場所を開いています。")
    withdrawal = withdrawals.file(person, effective_on=date(2026, 9, 1), reason="")
    departures.end_membership(SYSTEM, organisation, cause, on=date(2026, 4, 1))

    assert organisation.standing is Standing.FORMER
    assert (notice.state, consent.state, withdrawal.state) == (
        ChangeNoticeState.TAKEN_BACK,
        ConsentState.TAKEN_BACK,
        WithdrawalState.EFFECTIVE,
    )
