"""When the clock counts as having stood still or leapt."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.common.clock_gaps import APART, LONGEST, GapCause, gap

NOON = datetime(2026, 11, 29, 3, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
MOVES = st.timedeltas(timedelta(days=-2000), timedelta(days=2000))


@pytest.mark.parametrize(
    ("moved", "ran", "cause"),
    [
        (MINUTE, MINUTE, None),
        (HOUR, MINUTE, None),
        (-HOUR, MINUTE, None),
        (LONGEST, None, None),
        (LONGEST + MINUTE, None, GapCause.STOPPED),
        (40 * DAY, None, GapCause.STOPPED),
        (40 * DAY, 40 * DAY, GapCause.STOPPED),  # the process slept
        (1095 * DAY, MINUTE, GapCause.FORWARD),
        (-LONGEST, MINUTE, None),
        (-LONGEST - MINUTE, MINUTE, GapCause.BACK),
    ],
)
def test_causes(moved: timedelta, ran: timedelta | None, cause: GapCause | None) -> None:
    assert gap(NOON, NOON + moved, ran=ran) is cause


@pytest.mark.parametrize(
    ("apart", "cause"), [(APART, None), (APART + MINUTE, GapCause.APART), (-DAY, GapCause.APART)]
)
def test_the_databases_clock_decides_first(apart: timedelta, cause: GapCause | None) -> None:
    assert gap(NOON, NOON + MINUTE, database_at=NOON + MINUTE + apart) is cause
    assert gap(None, NOON, database_at=NOON + apart) is cause


def test_the_first_sweep_finds_none() -> None:
    assert gap(None, NOON) is None


@given(MOVES)
def test_a_small_step_is_none_and_a_large_one_is(moved: timedelta) -> None:
    assert (gap(NOON, NOON + moved) is None) is (abs(moved) <= LONGEST)
