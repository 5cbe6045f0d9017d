"""How far a letter has come, and the states that count as such."""

import pytest

from app.rules.post.progress import Progress, progress, states_of
from app.rules.states.post.outbox import OutboxState


@pytest.mark.parametrize(
    ("state", "by_mail", "by_post"),
    [
        ("unnumbered", "unnumbered", "unnumbered"),
        ("pending", "waiting", "waiting"),
        ("sending", "waiting", "waiting"),
        ("retry", "waiting", "waiting"),
        ("held", "waiting", "to_post"),
        ("sent", "arrived", "arrived"),
        ("failed", "failed", "failed"),
        ("uncertain", "uncertain", "uncertain"),
        ("returned", "returned", "returned"),
        ("cancelled", "cancelled", "cancelled"),
    ],
)
def test_progress(state: str, by_mail: str, by_post: str) -> None:
    assert progress(OutboxState(state), by_post=False) == by_mail
    assert progress(OutboxState(state), by_post=True) == by_post


def test_every_state_is_counted_as_something() -> None:
    counted = {state for each in Progress for state in states_of(each)}
    assert counted == set(OutboxState)
    for each in Progress:
        for state in states_of(each):
            assert each in (progress(state, by_post=False), progress(state, by_post=True))
