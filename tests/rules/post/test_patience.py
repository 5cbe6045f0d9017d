"""The times of the sending: each longer than what it must outlast."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.post.patience import PAUSES, TRIES, Patience

patiences = st.builds(Patience, st.integers(min_value=1, max_value=400))


def test_letter_is_given_up_after_four_to_five_days() -> None:
    total = sum(
        (Patience().retry(tries + 1) or timedelta(0) for tries in range(len(TRIES))), timedelta(0)
    )
    assert timedelta(days=4) < total < timedelta(days=5)
    assert Patience().retry(len(TRIES) + 1) is None


def test_first_tries_are_half_an_hour_apart() -> None:
    assert [Patience().retry(tries) for tries in (1, 2)] == [timedelta(minutes=30)] * 2


def test_server_has_the_time_of_the_standard_to_answer_the_text() -> None:
    assert Patience().reply == timedelta(minutes=10)
    assert Patience().letter_lease >= timedelta(minutes=15)


@given(patiences)
def test_leases_outlast_what_happens_under_them(patience: Patience) -> None:
    assert patience.letter_lease > patience.reply > patience.step
    assert patience.lane_lease > 3 * patience.tick > timedelta(0)


@given(patiences, st.integers(min_value=1, max_value=100))
def test_pauses_grow_to_the_longest(patience: Patience, failures: int) -> None:
    assert patience.pause(failures) <= patience.pause(failures + 1)
    assert patience.pause(failures) <= timedelta(minutes=PAUSES[-1])


@pytest.mark.parametrize("tries", range(1, len(TRIES)))
def test_tries_become_rarer(tries: int) -> None:
    now, then = Patience().retry(tries), Patience().retry(tries + 1)
    assert now and then and now <= then
