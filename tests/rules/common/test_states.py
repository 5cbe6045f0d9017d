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
from app.rules.states.events.event import (
    EVENT,
    SEAT,
    SUBCOMMITTEE,
    EventStage,
    EventVerb,
    SeatState,
    SeatVerb,
    SubcommitteeStage,
    SubcommitteeVerb,
)
from app.rules.states.exchange.need_offer import NEED_OFFER, NeedStage, NeedVerb
from app.rules.states.exchange.patronage import PATRONAGE, PatronageStage, PatronageVerb
from app.rules.states.exchange.referral import REFERRAL, ReferralStage, ReferralVerb
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
from app.rules.states.grants.grant import GRANT, GrantState, GrantVerb
from app.rules.states.meeting.minutes import MINUTES, MinutesState, MinutesVerb
from app.rules.states.meeting.open_task import OPEN_TASK, OpenTaskState, OpenTaskVerb
from app.rules.states.news.news import NEWS, NewsStage, NewsVerb
from app.rules.states.news.webhook import DELIVERY, DeliveryState, DeliveryVerb
from app.rules.states.policy.proposal import PROPOSAL, ProposalState, ProposalVerb
from app.rules.states.post.bulk import BULK, BulkState, BulkVerb
from app.rules.states.post.outbox import OUTBOX, OutboxState, OutboxVerb
from app.rules.states.registers.register_import import (
    REGISTER_IMPORT,
    RegisterImportState,
    RegisterImportVerb,
)
from app.rules.states.support.supporter import SUPPORTER, SupporterStage, SupporterVerb

EXPECTED = {
    "EVENT": """
        - propose proposed
        proposed publish published
        proposed decline declined
        declined publish published
        published hold held
        published cancel cancelled
    """,
    "SEAT": """
        - register registered
        - wait waiting
        waiting offer offered
        offered accept registered
        offered decline declined
        offered lapse lapsed
        waiting lapse lapsed
        registered cancel cancelled
        waiting cancel cancelled
        offered cancel cancelled
    """,
    "SUBCOMMITTEE": """
        - propose proposed
        proposed found founded
        proposed decline declined
        founded close closed
    """,
    "NEWS": """
        - submit waiting
        - publish published
        waiting publish published
        waiting send_back returned
        waiting submit waiting
        returned submit waiting
        published submit waiting
    """,
    "DELIVERY": """
        - queue pending
        pending deliver delivered
        pending abandon abandoned
        pending replay pending
        delivered replay pending
        abandoned replay pending
    """,
    "NEED_OFFER": """
        - post open
        open match matched
        open expire expired
        expired match matched
        expired renew open
    """,
    "PATRONAGE": """
        - apply applied
        applied grant granted
        applied refuse refused
        applied withdraw withdrawn
        granted report reported
        granted withdraw withdrawn
    """,
    "REFERRAL": """
        - note noted
        noted approach approached
        noted arrive applied
        noted decline declined
        approached arrive applied
        approached decline declined
        declined arrive applied
        declined take_up noted
        applied join joined
        applied decline declined
    """,
    "PROPOSAL": """
        - draft draft
        draft submit submitted
        submitted send_back draft
        submitted pass decided
        submitted not_pass not_passed
        not_passed revise draft
        decided hand_over handed_over
        handed_over consider considered
        handed_over answer answered
        considered consider considered
        considered answer answered
        answered answer answered
        answered close closed
        closed answer answered
    """,
    "GRANT": """
        - begin draft
        draft ask to_confirm
        draft enter submitted
        to_confirm rework draft
        to_confirm submit submitted
        submitted take_back draft
        submitted return draft
        submitted offer offered
        submitted decide decided
        submitted reject rejected
        offered request requested
        draft withdraw withdrawn
        offered withdraw withdrawn
        requested return offered
        requested decide decided
        requested reject rejected
        requested withdraw withdrawn
        decided withdraw withdrawn
        decided ask_change change_asked
        change_asked change decided
        change_asked refuse_change decided
        change_asked suspend suspended
        change_asked abolish abolished
        suspended resume decided
        decided report reported
        abolished report reported
        reported return decided
        reported inspect inspected
        inspected inspect inspected
        inspected settle settled
        settled claim claimed
        settled close paid
        settled demand repaying
        claimed pay paid
        offered revoke revoked
        requested revoke revoked
        decided revoke revoked
        change_asked revoke revoked
        suspended revoke revoked
        abolished revoke revoked
        reported revoke revoked
        inspected revoke revoked
        settled revoke revoked
        claimed revoke revoked
        paid revoke revoked
        revoked demand repaying
        repaying repay repaid
    """,
    "SUPPORTER": """
        - apply applied
        applied train trained
        trained appoint appointed
        appointed remind refresher
        refresher renew appointed
        applied end ended
        trained end ended
        appointed end ended
        refresher end ended
    """,
    "REGISTER_IMPORT": """
        - upload reading
        reading ask_columns mapping
        reading fail failed
        mapping map_columns checking
        mapping cancel cancelled
        checking note_checked checked
        checking fail failed
        checked map_columns checking
        checked start entering
        checked propose awaiting
        checked cancel cancelled
        awaiting start entering
        awaiting return checked
        entering finish entered
        entering fail failed
    """,
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
    "NEWS": (NEWS, NewsStage, NewsVerb),
    "DELIVERY": (DELIVERY, DeliveryState, DeliveryVerb),
    "NEED_OFFER": (NEED_OFFER, NeedStage, NeedVerb),
    "PATRONAGE": (PATRONAGE, PatronageStage, PatronageVerb),
    "REFERRAL": (REFERRAL, ReferralStage, ReferralVerb),
    "APPLICATION": (APPLICATION, ApplicationState, ApplicationVerb),
    "APPROVAL": (APPROVAL, ApprovalState, ApprovalVerb),
    "BATCH": (BATCH, BatchState, BatchVerb),
    "BULK": (BULK, BulkState, BulkVerb),
    "CHANGE_NOTICE": (CHANGE_NOTICE, ChangeNoticeState, ChangeNoticeVerb),
    "WITHDRAWAL": (WITHDRAWAL, WithdrawalState, WithdrawalVerb),
    "CONSENT": (CONSENT, ConsentState, ConsentVerb),
    "EVENT": (EVENT, EventStage, EventVerb),
    "SEAT": (SEAT, SeatState, SeatVerb),
    "SUBCOMMITTEE": (SUBCOMMITTEE, SubcommitteeStage, SubcommitteeVerb),
    "EXPULSION": (EXPULSION, ExpulsionState, ExpulsionVerb),
    "GRANT": (GRANT, GrantState, GrantVerb),
    "MINUTES": (MINUTES, MinutesState, MinutesVerb),
    "OPEN_TASK": (OPEN_TASK, OpenTaskState, OpenTaskVerb),
    "PROPOSAL": (PROPOSAL, ProposalState, ProposalVerb),
    "OUTBOX": (OUTBOX, OutboxState, OutboxVerb),
    "REGISTER_IMPORT": (REGISTER_IMPORT, RegisterImportState, RegisterImportVerb),
    "SUPPORTER": (SUPPORTER, SupporterStage, SupporterVerb),
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
