"""The state tables, compared with a second list written by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import StaleState
from app.rules.states.admission.application import (
    APPLICATION,
    BATCH,
    ApplicationState,
    ApplicationVerb,
    BatchState,
    BatchVerb,
)
from app.rules.states.common.approval import APPROVAL, ApprovalState, ApprovalVerb
from app.rules.states.common.table import next_state, verbs_from
from app.rules.states.filings.expulsion import EXPULSION, ExpulsionState, ExpulsionVerb
from app.rules.states.filings.member import (
    CHANGE_NOTICE,
    CONSENT,
    WITHDRAWAL,
    ChangeNoticeState,
    ChangeNoticeVerb,
    ConsentState,
    ConsentVerb,
    WithdrawalState,
    WithdrawalVerb,
)
from app.rules.states.meeting.minutes import MINUTES, MinutesState, MinutesVerb
from app.rules.states.meeting.open_task import OPEN_TASK, OpenTaskState, OpenTaskVerb
from app.rules.states.post.bulk import BULK, BulkState, BulkVerb
from app.rules.states.post.outbox import OUTBOX, OutboxState, OutboxVerb

EXPECTED = {
    "APPLICATION": """
        - submit unconfirmed
        - submit_on_paper received
        unconfirmed confirm received
        unconfirmed expire expired
        unconfirmed take_back taken_back
        received request_correction correction
        received propose proposed
        received accept accepted
        received refuse refused
        received take_back taken_back
        correction resubmit received
        correction refuse refused
        correction take_back taken_back
        proposed reopen received
        proposed approve_acceptance accepted
        proposed approve_refusal refused
        proposed take_back taken_back
    """,
    "APPROVAL": """
        - propose proposed
        proposed release released
        proposed return returned
        proposed take_back taken_back
        proposed lapse lapsed
    """,
    "BATCH": """
        - open open
        open close closed
        closed submit awaiting_approval
        awaiting_approval approve approved
        awaiting_approval return closed
    """,
    "BULK": """
        - draw_up draft
        - send going
        draft propose proposed
        draft send going
        draft cancel cancelled
        proposed take_back draft
        proposed send going
        going stop stopped
        going cancel cancelled
        stopped resume going
        stopped cancel cancelled
    """,
    "CHANGE_NOTICE": """
        - submit submitted
        submitted accept accepted
        submitted accept_in_part partly_accepted
        submitted return returned
        submitted take_back taken_back
    """,
    "WITHDRAWAL": """
        - file received
        received take_effect effective
    """,
    "CONSENT": """
        - file filed
        filed select selected
        filed decline declined
        filed take_back taken_back
    """,
    "EXPULSION": """
        - prepare preparing
        preparing offer_hearing hearing
        preparing drop dropped
        preparing lapse lapsed
        hearing conclude_hearing awaiting_resolution
        hearing drop dropped
        hearing lapse lapsed
        awaiting_resolution resolve resolved
        awaiting_resolution not_passed not_passed
        awaiting_resolution drop dropped
        awaiting_resolution lapse lapsed
    """,
    "MINUTES": """
        - draft draft
        draft draft draft
        draft revise draft
        draft confirm confirmed
    """,
    "OPEN_TASK": """
        - add open
        open revise open
        open finish done
        done reopen open
    """,
    "OUTBOX": """
        - write pending
        - hold held
        - cancel cancelled
        - await_number unnumbered
        unnumbered number pending
        unnumbered cancel cancelled
        pending claim sending
        pending hold held
        pending cancel cancelled
        retry claim sending
        retry hold held
        retry resend pending
        retry cancel cancelled
        sending deliver sent
        sending defer retry
        sending fail failed
        sending lose uncertain
        sending requeue pending
        failed requeue pending
        sent return failed
        uncertain return failed
        sent post held
        uncertain post held
        failed post held
        held release pending
        held mark_sent sent
        sent return_posted returned
        returned mark_sent sent
        returned cancel cancelled
        held cancel cancelled
        failed resend pending
        failed cancel cancelled
        uncertain resend pending
        uncertain mark_sent sent
        uncertain cancel cancelled
    """,
}
TABLES = {
    "APPLICATION": (APPLICATION, ApplicationState, ApplicationVerb),
    "APPROVAL": (APPROVAL, ApprovalState, ApprovalVerb),
    "BATCH": (BATCH, BatchState, BatchVerb),
    "BULK": (BULK, BulkState, BulkVerb),
    "CHANGE_NOTICE": (CHANGE_NOTICE, ChangeNoticeState, ChangeNoticeVerb),
    "WITHDRAWAL": (WITHDRAWAL, WithdrawalState, WithdrawalVerb),
    "CONSENT": (CONSENT, ConsentState, ConsentVerb),
    "EXPULSION": (EXPULSION, ExpulsionState, ExpulsionVerb),
    "MINUTES": (MINUTES, MinutesState, MinutesVerb),
    "OPEN_TASK": (OPEN_TASK, OpenTaskState, OpenTaskVerb),
    "OUTBOX": (OUTBOX, OutboxState, OutboxVerb),
}


def rows(text: str) -> dict[tuple[str | None, str], str]:
    found = (line.split() for line in text.strip().splitlines())
    return {(None if at == "-" else at, verb): following for at, verb, following in found}


@pytest.mark.parametrize("name", EXPECTED)
def test_exactly_the_listed_transitions_are_possible(name):
    table, state_enum, verb_enum = TABLES[name]
    expected = rows(EXPECTED[name])
    for state in (None, *state_enum):
        for verb in verb_enum:
            following = expected.get((state, verb))
            if following is None:
                with pytest.raises(StaleState):
                    next_state(table, state, verb)
            else:
                assert next_state(table, state, verb) == following


@pytest.mark.parametrize("name", EXPECTED)
def test_every_state_is_reachable_and_has_its_own_label(name):
    _table, state_enum, _verbs = TABLES[name]
    assert set(rows(EXPECTED[name]).values()) == {state.value for state in state_enum}
    assert len({state.label for state in state_enum}) == len(state_enum)


def test_possible_verbs_of_a_state_are_listed():
    assert verbs_from(BATCH, BatchState.AWAITING_APPROVAL) == (
        BatchVerb.APPROVE,
        BatchVerb.RETURN,
    )
    assert verbs_from(BATCH, BatchState.APPROVED) == ()


def test_error_names_the_current_state_in_japanese():
    with pytest.raises(StaleState, match="今の状態（入会承認）"):
        next_state(APPLICATION, ApplicationState.ACCEPTED, ApplicationVerb.REFUSE)


def test_withdrawal_cannot_be_refused():
    assert [verb.value for verb in WithdrawalVerb] == ["file", "take_effect"]


@given(st.lists(st.sampled_from(ExpulsionVerb), max_size=8))
def test_expulsion_always_requires_a_resolution(verbs):
    state, done = None, []
    for verb in verbs:
        try:
            state = next_state(EXPULSION, state, verb)
        except StaleState:
            continue
        done.append(verb)
    if state is ExpulsionState.RESOLVED:
        verb = ExpulsionVerb
        assert done == [verb.PREPARE, verb.OFFER_HEARING, verb.CONCLUDE_HEARING, verb.RESOLVE]
