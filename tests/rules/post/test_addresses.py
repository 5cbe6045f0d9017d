"""What reports say of an address: one unknown user, or three full mailboxes within 30 days."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.post.addresses import AddressState, ReportKind, Seen, is_worse, state_of
from app.rules.post.bounce_reasons import ABOUT_ADDRESS
from app.rules.post.bounce_reasons import BounceReason as R

NOW = datetime(2026, 11, 1, tzinfo=UTC)
F, D = ReportKind.FAILED, ReportKind.DELAYED
GOOD, CALL, DEAD = AddressState


def seen(
    letter: int, day: float, reason: R = R.MAILBOX_FULL, kind: ReportKind = F, status: str = ""
) -> Seen:
    return Seen(letter, NOW + timedelta(days=day), kind, reason, status)


@pytest.mark.parametrize(
    ("reports", "state"),
    [
        ([], GOOD),
        ([seen(1, 0, R.USER_UNKNOWN, status="5.1.1")], DEAD),
        ([seen(1, 0, R.USER_UNKNOWN)], DEAD),
        ([seen(1, 0, R.HAS_MOVED, status="5.1.6")], DEAD),
        ([seen(1, 0, R.USER_UNKNOWN, status="4.1.1")], GOOD),
        ([seen(1, 0, R.USER_UNKNOWN, D)], GOOD),
        ([seen(1, 0), seen(2, 10)], GOOD),
        ([seen(1, 0), seen(2, 10), seen(3, 30)], CALL),
        ([seen(3, 30), seen(1, 0), seen(2, 10)], CALL),
        ([seen(1, 0), seen(2, 10), seen(3, 30.1)], GOOD),
        ([seen(1, 0), seen(2, 31), seen(3, 40), seen(4, 50)], CALL),
        ([seen(1, 0), seen(1, 1), seen(1, 2)], GOOD),
        ([seen(1, 0, kind=D), seen(2, 1, kind=D), seen(3, 2)], CALL),
        ([seen(n, n, R.NETWORK, D) for n in range(5)], GOOD),
        ([seen(n, n, R.CONTENT) for n in range(5)], GOOD),
        ([seen(n, n, R.POLICY) for n in range(5)], GOOD),
        ([seen(n, n, R.HOST_UNKNOWN) for n in range(3)], CALL),
        ([seen(n, n, R.UNDEFINED, ReportKind.COMPLAINT) for n in range(3)], GOOD),
        ([seen(n, n, R.UNDEFINED, ReportKind.AUTO_REPLY) for n in range(3)], GOOD),
    ],
)
def test_table(reports: list[Seen], state: AddressState) -> None:
    assert state_of(reports) is state


@given(
    st.lists(
        st.builds(
            seen,
            st.integers(1, 4),
            st.integers(0, 90),
            st.sampled_from(R),
            st.sampled_from(ReportKind),
            st.sampled_from(("", "4.2.2", "5.1.1")),
        ),
        max_size=8,
    )
)
def test_more_reports_never_make_it_better(reports: list[Seen]) -> None:
    for count in range(len(reports)):
        assert not is_worse(state_of(reports[:count]), state_of(reports))
    about_us = [each for each in reports if each.reason not in ABOUT_ADDRESS]
    assert state_of(about_us) is GOOD
