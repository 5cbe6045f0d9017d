"""A proposal's life: from the draft over the meeting to what became of it, and who is told."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app import clock
from app.errors import NotFound, NotPermitted, RuleViolation, StaleState
from app.extensions import db
from app.models.policy.proposal import Proposal
from app.models.post.outbox import OutboxMessage
from app.rules.meeting.agenda import MeetingForm
from app.rules.membership.membership import EndCause, MemberKind
from app.rules.membership.roster import Tier
from app.rules.policy.advice import Outcome
from app.rules.policy.proposals import MeasureState
from app.rules.states.meeting.meeting import ItemState
from app.rules.states.policy.proposal import ProposalState
from app.security import guard
from app.security.viewer import SYSTEM, Role
from app.services.front import timer_kinds
from app.services.meeting import agendas, continuations, effects, subject_facts, subjects
from app.services.membership import memberships
from app.services.policy import proposal_answers, proposal_chains, proposals
from app.services.policy.proposal_telling import authors
from app.services.registers import entries
from tests import factories
from tests.support import meetings as hall
from tests.support.desk import officer
from tests.support.proposals import (
    VALUES,
    acting,
    decided,
    drafted,
    handed_over,
    on_agenda,
    submitted,
    voted,
)

LAWYERS, HOTLINE = "鳥取県弁護士会", "鳥取県"


def letters(body: Any = None, purpose: str = "") -> list[OutboxMessage]:
    wanted = select(OutboxMessage).where(OutboxMessage.purpose.like(f"proposal_{purpose}%"))
    if body is not None:
        wanted = wanted.where(OutboxMessage.organisation_id == body.id)
    return list(db.session.scalars(wanted.order_by(OutboxMessage.id)))


def purposes(body: Any) -> list[str]:
    return [each.purpose.removeprefix("proposal_") for each in letters(body)]


def answered(proposal: Proposal, outcome: Outcome = Outcome.PARTLY, **more: Any) -> Proposal:
    given = {"reason": "予算に限りがある。", "section": "孤独・孤立対策課", "day": clock.today()}
    return proposal_answers.answer(
        officer(), proposal.public_id, outcome=outcome, **{**given, **more}
    )


@pytest.mark.both_databases
def test_resolution_decides_the_proposal_in_the_same_transaction(session: Any) -> None:
    factories.account(Role.SECRETARIAT)
    body, joint = factories.founding_member(LAWYERS), factories.member()
    proposal = drafted(body)
    proposals.add_author(officer(), proposal.public_id, joint.id)
    proposals.agree(officer(), proposal.public_id, joint.id)
    proposals.submit(officer(), proposal.public_id)
    assert (proposal.state, proposal.tier) == (ProposalState.SUBMITTED, Tier.MEMBERS)
    meeting, item = on_agenda(proposal)
    foretold = effects.preview(item, clock.today())
    told = subject_facts.of_meeting(meeting)[item.id]
    assert VALUES["proposed"] in told and joint.name in told

    record = voted(meeting, item)

    assert record.effect == foretold and "居場所の担い手への支援" in record.effect
    assert (proposal.state, proposal.tier) == (ProposalState.DECIDED, Tier.PUBLIC)
    assert proposal.decided_on == record.effective_on
    assert proposal_chains.resolution_of(proposal) == record.sequence
    assert purposes(body) == ["drafted", "joined", "agreed", "submitted", "passed"]
    assert purposes(joint) == ["joined", "agreed", "submitted", "passed"]


def test_rejected_proposal_is_worked_over_and_put_again(session: Any) -> None:
    body = factories.founding_member(LAWYERS)
    proposal = submitted(body)
    voted(*on_agenda(proposal), passes=False)
    assert (proposal.state, proposal.tier) == (ProposalState.NOT_PASSED, Tier.MEMBERS)
    actor = acting(body)
    with pytest.raises(NotFound):
        entries.change(actor, Proposal, proposal.public_id, {"name": "別の題"})
    proposals.revise(actor, proposal.public_id)
    proposals.change(actor, Proposal, proposal.public_id, {"name": "別の題"})
    again = proposals.submit(actor, proposal.public_id)
    assert (again.state, again.name) == (ProposalState.SUBMITTED, "別の題")


@pytest.mark.both_databases
def test_assent_of_a_member_decides_in_writing(session: Any) -> None:
    body = factories.founding_member(LAWYERS)
    proposal = submitted(body)
    meeting = hall.planned(MeetingForm.WRITTEN)
    item = hall.resolution(meeting, effect=proposals.EFFECT, subject=proposal.public_id)
    hall.notified(meeting)
    hall.say(meeting, item, hall.executives()[:23])
    assert item.state is ItemState.CLOSED
    assert proposal.state is ProposalState.DECIDED


def test_item_without_a_quorum_goes_on_in_writing_with_its_proposal(session: Any) -> None:
    proposal = submitted()
    meeting, item = on_agenda(proposal)
    voted_on = hall.executives()[:3]
    hall.arrive(meeting, *voted_on)
    from app.services.meeting import closing, votes

    votes.open_item(officer(), item.id)
    closing.close(officer(), item.id)
    assert proposal.state is ProposalState.SUBMITTED
    written = continuations.continue_in_writing(
        officer(), meeting.id, until=clock.now() + timedelta(days=7)
    )
    assert [each.subject for each in written.items] == [proposal.public_id]


def test_agenda_takes_a_submitted_proposal_once(session: Any) -> None:
    proposal = drafted()
    meeting = hall.planned()
    values = {"effect": proposals.EFFECT, "subject": proposal.public_id}
    with pytest.raises(RuleViolation, match="会議に付議されたもの"):
        hall.resolution(meeting, **values)
    proposals.submit(officer(), proposal.public_id)
    item = hall.resolution(meeting, **values)
    with pytest.raises(RuleViolation, match="すでに議題になっています"):
        hall.resolution(meeting, **values)
    for verb in (
        lambda: proposals.send_back(officer(), proposal.public_id),
        lambda: proposals.retire(officer(), Proposal, proposal.public_id, "不要"),
    ):
        with pytest.raises(RuleViolation, match="議題になっています"):
            verb()
    agendas.withdraw(officer(), item.id, "次回に回す")
    proposals.send_back(officer(), proposal.public_id)
    assert subjects.fault(item)
    assert proposal.state is ProposalState.DRAFT


def test_only_executive_members_draft_and_others_keep_out(session: Any) -> None:
    general = factories.member()
    with pytest.raises(NotPermitted):
        proposals.add(acting(general), Proposal, VALUES)
    with pytest.raises(RuleViolation, match="幹事団体"):
        drafted(general)
    mine = drafted(actor=acting(factories.founding_member(LAWYERS)))
    other = acting(factories.founding_member(HOTLINE))
    for verb in (proposals.submit, proposals.send_back, proposals.revise):
        with pytest.raises(NotFound):
            verb(other, mine.public_id)
    with pytest.raises(NotFound):
        proposals.add_author(other, mine.public_id, general.id)
    with pytest.raises(NotPermitted):
        proposal_answers.close(other, mine.public_id)
    assert entries.one(Proposal, mine.public_id).name == VALUES["name"]  # members read drafts


def test_secretariat_names_a_body_before_the_meeting(session: Any) -> None:
    proposal = proposals.add(officer(), Proposal, VALUES)
    with pytest.raises(RuleViolation, match="幹事団体"):
        proposals.submit(officer(), proposal.public_id)


def test_joint_author_leaves_by_itself_until_the_decision_and_is_told(session: Any) -> None:
    proposal, joint = drafted(), factories.member()
    proposals.add_author(officer(), proposal.public_id, joint.id)
    for again in (joint.id, proposal.organisation_id):
        with pytest.raises(RuleViolation, match="すでに提言者"):
            proposals.add_author(officer(), proposal.public_id, again or 0)
    with pytest.raises(RuleViolation, match=joint.name):
        proposals.submit(officer(), proposal.public_id)
    with pytest.raises(NotFound):
        proposals.agree(acting(factories.member()), proposal.public_id, joint.id)
    guard.set_viewer(session, officer())
    proposals.agree(acting(joint), proposal.public_id, joint.id)
    guard.set_viewer(session, officer())
    proposals.submit(officer(), proposal.public_id)
    with pytest.raises(RuleViolation, match="起案中だけ"):
        proposals.remove_author(officer(), proposal.public_id, joint.id)
    proposals.remove_author(acting(joint), proposal.public_id, joint.id)
    guard.set_viewer(session, officer())
    assert [each.id for each in authors(proposal)] == [proposal.organisation_id]
    proposals.send_back(officer(), proposal.public_id)
    with pytest.raises(NotFound):
        proposals.remove_author(officer(), proposal.public_id, joint.id)


def test_words_decided_on_stay_and_connections_are_added(session: Any) -> None:
    proposal = decided()
    with pytest.raises(RuleViolation, match="変更できません"):
        entries.change(officer(), Proposal, proposal.public_id, {"proposed": "別のこと"})
    programme = programme_of("居場所づくり推進事業")
    values = {"programme": programme.public_id, "proposed": proposal.proposed}
    proposals.change(officer(), Proposal, proposal.public_id, values)
    (chain,) = proposal_chains.decided()
    assert [link.amount for link in chain.programme] == [programme.amount]
    assert letters(purpose="changed")


def programme_of(name: str) -> Any:
    from app.models.policy.programme import Programme
    from tests.support.register_samples import entry

    return entry(Programme, name=name)


def test_no_answer_overwrites_another_and_measures_follow(session: Any) -> None:
    body = factories.founding_member(LAWYERS)
    proposal = handed_over(body)
    with pytest.raises(RuleViolation, match="次の回答の期限"):
        answered(proposal, Outcome.CONSIDERED)
    later = clock.today() + timedelta(days=30)
    answered(proposal, Outcome.CONSIDERED, due_on=later)
    assert (proposal.state, proposal.due_on) == (ProposalState.CONSIDERED, later)
    with pytest.raises(RuleViolation, match="理由、担当課"):
        answered(proposal, reason="")
    answered(proposal)
    assert [each.outcome for each in proposal_answers.answers(proposal)] == [
        Outcome.PARTLY,
        Outcome.CONSIDERED,
    ]
    measure = {"text": "補助金を設けた。", "state": MeasureState.DONE, "day": clock.today()}
    proposal_answers.add_measure(officer(), proposal.public_id, **measure)
    with pytest.raises(StaleState, match="同じ内容"):
        proposal_answers.add_measure(officer(), proposal.public_id, **measure)
    proposal_answers.close(officer(), proposal.public_id)
    last = letters(body)[-1]
    assert purposes(body)[-4:] == ["answered", "answered", "measure", "closed"]
    assert "終了しました" in last.body
    answer = letters(body, "answered")[1]
    assert "一部採択" in answer.body and "予算に限りがある。" in answer.body
    assert [row[2][Outcome.PARTLY] for row in proposal_chains.by_year(proposal_chains.decided())]


def test_steps_out_of_order_are_refused(session: Any) -> None:
    draft = drafted()
    today = clock.today()
    with pytest.raises(StaleState, match="まだ決定していない"):
        proposal_answers.hand_over(
            officer(), draft.public_id, section="課", day=today, due_on=today
        )
    with pytest.raises(StaleState):
        proposal_answers.add_measure(
            officer(), draft.public_id, text="済み", state=MeasureState.DONE, day=today
        )
    given = decided()
    with pytest.raises(StaleState):
        answered(given)
    early = today - timedelta(days=1)
    with pytest.raises(RuleViolation, match="提出日"):
        proposal_answers.hand_over(
            officer(), given.public_id, section="課", day=early, due_on=today
        )


@pytest.mark.both_databases
def test_overdue_answer_and_a_year_without_news_remind(session: Any, at: Any) -> None:
    desk = factories.account(Role.SECRETARIAT)
    proposal = handed_over()
    assert proposal.due_on is not None
    at(proposal.due_on)
    assert proposal_answers.remind_due(SYSTEM) == 0
    at(proposal.due_on + timedelta(days=1))
    assert "answer" in {key for key, found in proposal_answers.waiting(officer()).items() if found}
    assert [proposal_answers.remind_due(SYSTEM) for _ in range(2)] == [1, 0]
    at(proposal.due_on + timedelta(days=15))
    assert proposal_answers.remind_due(SYSTEM) == 1
    answered(proposal)
    assert proposal.answered_on is not None
    at(proposal.answered_on + timedelta(days=365))
    assert proposal_answers.remind_due(SYSTEM) == 0
    at(proposal.answered_on + timedelta(days=366))
    assert [proposal_answers.remind_due(SYSTEM) for _ in range(2)] == [1, 0]
    told = [each.purpose for each in letters() if each.recipient == desk.email]
    assert told.count("proposal_answer_overdue") == 2
    assert told.count("proposal_follow_up") == 1
    assert "proposal.remind" in timer_kinds.kinds()


def test_former_member_is_told_nothing_more(session: Any) -> None:
    proposal, joint = drafted(), factories.member()
    proposals.add_author(officer(), proposal.public_id, joint.id)
    proposals.agree(officer(), proposal.public_id, joint.id)
    memberships.end(officer(), joint, EndCause.WITHDRAWAL, on=clock.today())
    before = len(letters(joint))
    proposals.submit(officer(), proposal.public_id)
    assert len(letters(joint)) == before


LIFE = ("join", "agree", "submit", "pass", "hand_over", "answer", "measure", "close")
OTHERS = ("leave", "send_back", "not_pass", "revise")
STEPS = st.tuples(
    st.integers(0, len(LIFE)).map(lambda number: LIFE[:number]),
    st.lists(st.sampled_from((*LIFE, *OTHERS)), max_size=6),
).map(lambda both: (*both[0], *both[1]))


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(STEPS)
def test_each_change_is_told_once_to_each_author_and_nobody_else(session: Any, steps: Any) -> None:
    with session.begin_nested() as undone:
        body, joint, stranger = factories.member(MemberKind.EXECUTIVE), *_two()
        proposal = drafted(body)
        for step in steps:
            told = {each.id for each in authors(proposal)} | (
                {joint.id} if step == "join" else set()
            )
            before = {each.id for each in letters()}
            if not _take(proposal, joint, step):
                assert {each.id for each in letters()} == before  # refused: nobody hears of it
                continue
            new = [each.organisation_id for each in letters() if each.id not in before]
            assert sorted(each for each in new if each is not None) == sorted(told), step
        assert letters(stranger) == []
        undone.rollback()
    session.expire_all()


def _two() -> tuple[Any, Any]:
    return factories.member(), factories.member()


def _take(proposal: Proposal, joint: Any, step: str) -> bool:
    pk, day = proposal.public_id, clock.today()
    takes: dict[str, Any] = {
        "join": lambda: proposals.add_author(officer(), pk, joint.id),
        "agree": lambda: proposals.agree(officer(), pk, joint.id),
        "leave": lambda: proposals.remove_author(officer(), pk, joint.id),
        "submit": lambda: proposals.submit(officer(), pk),
        "send_back": lambda: proposals.send_back(officer(), pk),
        "pass": lambda: effects.apply(officer(), on_item(proposal), day),
        "not_pass": lambda: effects.fail(officer(), on_item(proposal)),
        "revise": lambda: proposals.revise(officer(), pk),
        "hand_over": lambda: proposal_answers.hand_over(
            officer(), pk, section="課", day=day, due_on=day + timedelta(days=60)
        ),
        "answer": lambda: answered(proposal),
        "measure": lambda: proposal_answers.add_measure(
            officer(), pk, text=f"措置{len(letters())}", state=MeasureState.DONE, day=day
        ),
        "close": lambda: proposal_answers.close(officer(), pk),
    }
    try:
        takes[step]()
    except (RuleViolation, StaleState, NotFound):
        return False
    return True


def on_item(proposal: Proposal) -> Any:
    """Return an item about the proposal, off the agenda again, so that others may follow."""
    item = hall.resolution(hall.planned(), effect=proposals.EFFECT, subject=proposal.public_id)
    item.state = ItemState.CLOSED
    db.session.flush()
    return item
