"""Effects of a resolution that passes, and of one that does not (規約第9条)."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.errors import RuleViolation, StaleState
from app.models.accounts.user import Account
from app.models.common.timer import Timer
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.attendance import Proxy, RollEntry
from app.models.meeting.meeting import Meeting
from app.models.membership.organisation import Organisation
from app.models.post.outbox import OutboxMessage
from app.models.regulations.regulation import Regulation
from app.rules.common.era import era_date
from app.rules.meeting.agenda import AnswerWay, MeetingForm, Reply, ResolutionKind
from app.rules.meeting.roll import Choice
from app.rules.membership.membership import EndCause, ReceivedBy, Standing
from app.rules.membership.readmission import LossCause, readmittable_from
from app.rules.states.filings.expulsion import ExpulsionState
from app.rules.states.filings.member import ConsentState
from app.rules.states.meeting.meeting import ItemState, Outcome
from app.security.identity import roles_of
from app.security.viewer import MEMBERS, SYSTEM
from app.services.common import timers
from app.services.filings import consents, releases, withdrawals
from app.services.meeting import (
    agendas,
    answers,
    attendance,
    closing,
    continuations,
    effects,
    meetings,
    notices,
    proxies,
    subjects,
    votes,
)
from app.services.membership import memberships
from app.services.regulations import enactments
from tests import factories
from tests.support import meetings as hall
from tests.support.desk import officer
from tests.support.trail import entry_details

TEXT = {"title": "規約", "chapters": [], "supplementary": [], "annexes": []}


def decide(meeting: Meeting, item: AgendaItem, *, passes: bool = True) -> Any:
    """Decide the item with 23 members present, all in favour or all against."""
    members = [m for m in hall.executives() if not attendance.is_there(meeting.id, m)]
    there = len(hall.executives()) - len(members)
    hall.arrive(meeting, *members[: max(0, 23 - there)])
    if item.state is ItemState.PLANNED:
        votes.open_item(officer(), item.id)
    excluded = {each.organisation_id for each in item.exclusions}
    voters = [
        m for m in hall.executives() if attendance.is_there(meeting.id, m) and m not in excluded
    ]
    hall.raise_hands(item, voters, Choice.FOR if passes else Choice.AGAINST)
    return closing.close(officer(), item.id)


def letters(session: Any, organisation: Organisation, purpose: str) -> list[OutboxMessage]:
    return list(
        session.scalars(
            select(OutboxMessage).where(
                OutboxMessage.organisation_id == organisation.id, OutboxMessage.purpose == purpose
            )
        )
    )


def asked_to_leave(member: int, *, becomes_general: bool = False) -> Any:
    return releases.enter(
        officer(),
        member,
        received_by=ReceivedBy.PAPER,
        reason="",
        becomes_general=becomes_general,
    )


# Expulsion


@pytest.mark.both_databases
def test_expulsion_ends_membership_with_bar_timer_and_letter(session: Any) -> None:
    file = hall.expulsion_awaiting()
    member = file.organisation
    person = hall.person_of(member)
    meeting, item = hall.in_session(kind=ResolutionKind.EXPULSION, expulsion_id=file.id)

    record = decide(meeting, item)

    today = clock.today()
    first = readmittable_from(today, LossCause.EXPULSION)
    assert record.outcome is Outcome.PASSED
    assert file.state is ExpulsionState.RESOLVED
    assert file.open_key is None
    assert member.standing is Standing.FORMER
    loss = memberships.last_loss(member.id)
    assert loss is not None
    assert (loss.end_cause, loss.ended_on) == (EndCause.EXPULSION, today)
    assert memberships.version_on(member.id, today) is None, "struck from the roster"
    verdict = memberships.readmission_verdict(
        member.id, today=first - timedelta(days=1), has_statement=True
    )
    assert verdict is not None
    assert not verdict
    assert memberships.readmission_verdict(member.id, today=first, has_statement=True)
    timer = session.scalars(
        select(Timer).where(Timer.kind == timers.READMISSION_DAY, Timer.subject_id == member.id)
    ).one()
    assert timer.due_at == clock.at_start_of(first)
    (letter,) = letters(session, member, "expelled")
    assert member.name in letter.body
    account = session.get_one(Account, person.account_id)
    assert roles_of(account).isdisjoint(MEMBERS), "its people are no members any more"


def test_failed_expulsion_keeps_the_member_and_notifies_it(session: Any) -> None:
    file = hall.expulsion_awaiting()
    meeting, item = hall.in_session(kind=ResolutionKind.EXPULSION, expulsion_id=file.id)
    assert decide(meeting, item, passes=False).outcome is Outcome.REJECTED
    assert file.state is ExpulsionState.NOT_PASSED
    assert file.organisation.standing is Standing.GENERAL
    assert len(letters(session, file.organisation, "expulsion_not_passed")) == 1
    assert (
        session.scalars(select(Timer).where(Timer.subject_id == file.organisation_id)).all() == []
    )


def test_expulsion_file_stays_pending_without_a_quorum(session: Any) -> None:
    file = hall.expulsion_awaiting()
    meeting, item = hall.in_session(kind=ResolutionKind.EXPULSION, expulsion_id=file.id)
    hall.arrive(meeting, *hall.executives()[:22])
    votes.open_item(officer(), item.id)
    hall.raise_hands(item, hall.executives()[:22])
    assert closing.close(officer(), item.id).outcome is Outcome.NO_QUORUM
    assert file.state is ExpulsionState.AWAITING_RESOLUTION
    assert file.organisation.standing is Standing.GENERAL


@pytest.mark.both_databases
def test_withdrawal_in_the_meantime_prevents_the_expulsion_and_the_bar(session: Any) -> None:
    file = hall.expulsion_awaiting()
    meeting, item = hall.in_session(kind=ResolutionKind.EXPULSION, expulsion_id=file.id)
    hall.arrive(meeting, *hall.executives()[:23])
    votes.open_item(officer(), item.id)
    hall.raise_hands(item, hall.executives()[:23])
    withdrawals.enter(
        officer(),
        file.organisation_id,
        received_by=ReceivedBy.PAPER,
        effective_on=None,
        reason="",
        no_scan="原本を保管",
    )
    session.flush()

    with session.begin_nested() as attempt:
        with pytest.raises(RuleViolation, match="取り下げて"):
            closing.close(officer(), item.id)
        attempt.rollback()

    agendas.withdraw(officer(), item.id, "本人が退会したため")
    assert item.state is ItemState.WITHDRAWN
    assert file.state is ExpulsionState.LAPSED
    loss = memberships.last_loss(file.organisation_id)
    assert loss is not None
    assert loss.end_cause is EndCause.WITHDRAWAL
    assert meetings.close_meeting(officer(), meeting.id)


def test_expulsion_takes_precedence_over_a_later_withdrawal_date(session: Any) -> None:
    file = hall.expulsion_awaiting()
    withdrawals.enter(
        officer(),
        file.organisation_id,
        received_by=ReceivedBy.PAPER,
        effective_on=clock.today() + timedelta(days=90),
        reason="",
        no_scan="原本を保管",
    )
    meeting, item = hall.in_session(kind=ResolutionKind.EXPULSION, expulsion_id=file.id)
    decide(meeting, item)
    loss = memberships.last_loss(file.organisation_id)
    assert loss is not None
    assert loss.end_cause is EndCause.EXPULSION


# Selection


@pytest.mark.both_databases
@pytest.mark.parametrize("from_outside", [False, True])
def test_selected_candidate_is_executive_and_votes_from_the_next_meeting(
    session: Any, from_outside: bool
) -> None:
    if from_outside:
        consent = consents.enter_candidate(
            officer(),
            factories.profile(),
            received_by=ReceivedBy.PAPER,
            statement="県西部で相談を受けています。",
        )
    else:
        consent = hall.consent()
    meeting, item = hall.in_session(kind=ResolutionKind.SELECTION, consent_id=consent.id)
    late = hall.resolution(meeting)

    decide(meeting, item)

    candidate = consent.organisation
    assert candidate.standing is Standing.EXECUTIVE
    assert consent.state is ConsentState.SELECTED
    assert memberships.version_on(candidate.id, clock.today()) is not None
    assert candidate.last_contact_on is not None
    assert len(letters(session, candidate, "selected")) == 1
    with pytest.raises(RuleViolation):
        attendance.arrive(officer(), meeting.id, candidate.id, online=False)
    record = decide(meeting, late)
    assert str(candidate.id) not in record.content["members"]
    following = hall.planned()
    hall.resolution(following)
    hall.notified(following)
    assert attendance.on_roll(following.id, candidate.id).released_at is None


def test_candidate_not_selected_is_notified_and_stays_general(session: Any) -> None:
    consent = hall.consent()
    meeting, item = hall.in_session(kind=ResolutionKind.SELECTION, consent_id=consent.id)
    decide(meeting, item, passes=False)
    assert consent.state is ConsentState.DECLINED
    assert consent.organisation.standing is Standing.GENERAL
    assert len(letters(session, consent.organisation, "not_selected")) == 1


def test_withdrawn_consent_makes_the_selection_impossible(session: Any) -> None:
    consent = hall.consent()
    _meeting, item = hall.in_session(kind=ResolutionKind.SELECTION, consent_id=consent.id)
    consents.take_back(officer(), consent.id)
    with pytest.raises(RuleViolation):
        votes.open_item(officer(), item.id)


def test_expelled_candidate_is_selected_only_after_the_bar(session: Any) -> None:
    expelled = factories.former_member(EndCause.EXPULSION, date(2026, 5, 20))
    consent = consents.enter(
        officer(),
        expelled.id,
        received_by=ReceivedBy.PAPER,
        statement="県西部で相談を受けています。",
    )
    with pytest.raises(RuleViolation, match="令和11年5月21日より前は選出できません"):
        hall.resolution(hall.planned(), ResolutionKind.SELECTION, consent_id=consent.id)
    later = hall.planned(starts_at=clock.at_start_of(date(2029, 5, 21)))
    assert hall.resolution(later, ResolutionKind.SELECTION, consent_id=consent.id)


# Release


@pytest.mark.both_databases
@pytest.mark.parametrize("becomes_general", [False, True])
def test_released_member_leaves_the_meeting_early(session: Any, becomes_general: bool) -> None:
    leaving, agent, principal, *_others = hall.executives()
    request = asked_to_leave(leaving, becomes_general=becomes_general)
    meeting = hall.planned()
    item = hall.resolution(
        meeting,
        ResolutionKind.RELEASE,
        release_request_id=request.id,
        becomes_general=becomes_general,
    )
    following = hall.resolution(meeting)
    hall.notified(meeting)
    meetings.open_meeting(officer(), meeting.id, reason="都合により")
    hall.arrive(meeting, leaving)
    hall.delegate(meeting, principal, leaving)
    attendance.elect_chair(officer(), meeting.id, leaving)
    assert [each.organisation_id for each in item.exclusions] == [leaving]

    record = decide(meeting, item)

    assert record.content["item"]["excluded"].keys() == {str(leaving)}
    assert len(record.content["members"]) == 34, "E as it was when it voted"
    assert record.content["chair"] == str(leaving)
    released = session.get_one(Organisation, leaving)
    assert released.standing is (Standing.GENERAL if becomes_general else Standing.FORMER)
    assert len(letters(session, released, "released")) == 1
    assert session.scalars(select(Timer).where(Timer.subject_id == leaving)).all() == []
    assert meeting.chair_id is None
    assert (
        session.scalars(
            select(Proxy).where(Proxy.meeting_id == meeting.id, Proxy.ended_at.is_(None))
        ).all()
        == []
    )
    assert session.scalars(
        select(RollEntry.released_at).where(
            RollEntry.meeting_id == meeting.id, RollEntry.organisation_id == leaving
        )
    ).one()
    with pytest.raises(RuleViolation, match="退いて"):
        answers.answer(officer(), meeting.id, leaving, Reply.ABSENT, way=AnswerWay.PAPER)
    with pytest.raises(RuleViolation, match="退いて"):
        proxies.file(
            officer(), meeting.id, leaving, agent, way=AnswerWay.PAPER, covers_all=True,
            instructions={},
        )  # fmt: skip
    votes.open_item(officer(), following.id)
    with pytest.raises(RuleViolation):
        hall.raise_hands(following, [leaving])
    with pytest.raises(RuleViolation):
        attendance.elect_chair(officer(), meeting.id, leaving)
    assert len(decide(meeting, following).content["members"]) == 33


def test_member_does_not_vote_on_its_own_release(session: Any) -> None:
    leaving = hall.executives()[0]
    request = asked_to_leave(leaving)
    meeting, item = hall.in_session(kind=ResolutionKind.RELEASE, release_request_id=request.id)
    hall.arrive(meeting, leaving)
    votes.open_item(officer(), item.id)
    with pytest.raises(RuleViolation, match="除かれて"):
        hall.raise_hands(item, [leaving])
    record = decide(meeting, item)
    assert record.content["counts"]["entitled"] == 22
    assert record.content["grounds"][str(leaving)] == "present", "it counts for the quorum"


def test_member_not_released_stays_and_may_request_again(session: Any) -> None:
    leaving = hall.executives()[0]
    request = asked_to_leave(leaving)
    meeting, item = hall.in_session(kind=ResolutionKind.RELEASE, release_request_id=request.id)
    decide(meeting, item, passes=False)
    assert session.get_one(Organisation, leaving).standing is Standing.EXECUTIVE
    assert request.open_key is None
    assert asked_to_leave(leaving).open_key == leaving


def test_release_in_writing_reduces_the_number_entitled_on_other_items(session: Any) -> None:
    members = hall.executives()
    request = asked_to_leave(members[-1])
    meeting = hall.planned(MeetingForm.WRITTEN)
    release = hall.resolution(meeting, ResolutionKind.RELEASE, release_request_id=request.id)
    other = hall.resolution(meeting)
    hall.notified(meeting)
    hall.say(meeting, other, members[:22])
    assert other.outcome is None
    hall.say(meeting, release, members[:23])
    assert release.outcome is Outcome.DEEMED
    assert other.outcome is Outcome.DEEMED, "22 of 33"


# Regulations


@pytest.mark.both_databases
def test_regulation_is_in_force_from_its_date_and_the_old_one_is_kept(session: Any) -> None:
    start = clock.today() + timedelta(days=30)
    old = session.scalars(
        select(Regulation).where(Regulation.slug == "bylaws", Regulation.in_force_until.is_(None))
    ).one()
    meeting, item = hall.in_session(
        kind=ResolutionKind.REGULATION,
        regulation_slug="bylaws",
        regulation_text=TEXT,
        in_force_from=start,
    )
    decide(meeting, item)
    new = session.scalars(
        select(Regulation).where(Regulation.slug == "bylaws", Regulation.in_force_from == start)
    ).one()
    assert old.in_force_until == start
    assert new.in_force_until is None
    assert item.label in new.basis


def new_rules(in_force_from: date, **values: Any) -> dict[str, Any]:
    return {
        "kind": ResolutionKind.REGULATION,
        "regulation_slug": "new-rules",
        "regulation_text": TEXT,
        "in_force_from": in_force_from,
        **values,
    }


def test_day_in_force_before_the_resolution_is_refused_unless_confirmed(session: Any) -> None:
    """The day of the meeting counts, not the day of the entry."""
    meeting = hall.planned()
    held_on = clock.local(meeting.starts_at).date()
    for day in (date(2025, 4, 1), held_on - timedelta(days=1)):
        with pytest.raises(RuleViolation, match="議決の日") as refused, session.begin_nested():
            hall.resolution(meeting, **new_rules(day))
        assert str(refused.value.article) == "規約第9条第1号"
    assert hall.resolution(meeting, **new_rules(held_on)).in_force_from == held_on
    meeting, item = hall.in_session(**new_rules(date(2025, 4, 1), is_retroactive=True))
    assert entry_details("agenda_item", item.id, "agenda.add")[0]["is_retroactive"] is True
    record = decide(meeting, item)
    assert "令和7年4月1日にさかのぼって施行" in record.effect
    version = session.scalars(select(Regulation).where(Regulation.slug == "new-rules")).one()
    assert version.in_force_from == date(2025, 4, 1)


def test_day_in_force_that_passed_until_the_resolution_is_not_retroactive(
    session: Any, at: Any
) -> None:
    meeting = hall.planned()
    day = clock.local(meeting.starts_at).date()
    item = hall.resolution(meeting, **new_rules(day))
    hall.notified(meeting)
    at(meeting.starts_at + timedelta(days=3))
    meetings.open_meeting(officer(), meeting.id, reason="大雪のため延期")
    record = decide(meeting, item)
    assert "議決の日の" in record.effect and "より前のため" in record.effect
    version = session.scalars(select(Regulation).where(Regulation.slug == "new-rules")).one()
    assert version.in_force_from == clock.today()


def test_continued_text_is_checked_before_its_notice(session: Any) -> None:
    meeting = hall.planned()
    item = hall.resolution(meeting, **new_rules(clock.local(meeting.starts_at).date()))
    hall.notified(meeting)
    meetings.open_meeting(officer(), meeting.id, reason="都合により")
    votes.open_item(officer(), item.id)
    closing.close(officer(), item.id)
    until = clock.now() + timedelta(days=60)
    written = continuations.continue_in_writing(officer(), meeting.id, until=until)
    with pytest.raises(RuleViolation, match="議決の日"), session.begin_nested():
        notices.submit(officer(), written.id)
    agendas.revise(officer(), written.items[0].id, {"is_retroactive": True})
    notices.submit(officer(), written.id)


def test_preview_is_dated_by_the_meeting_and_in_session_by_today(session: Any, at: Any) -> None:
    file = hall.expulsion_awaiting()
    meeting = hall.planned()
    item = hall.resolution(meeting, ResolutionKind.EXPULSION, expulsion_id=file.id)
    hall.notified(meeting)
    held_on = clock.local(meeting.starts_at).date()
    assert subjects.resolution_day(meeting) == held_on
    words = effects.preview(item, subjects.resolution_day(meeting))
    assert f"会員資格が{era_date(held_on)}に失われ" in words
    meetings.open_meeting(officer(), meeting.id, reason="都合により")
    assert subjects.resolution_day(meeting) == clock.today()


def test_failed_regulation_changes_nothing(session: Any) -> None:
    before = session.scalars(select(Regulation.id)).all()
    meeting, item = hall.in_session(
        kind=ResolutionKind.REGULATION,
        regulation_slug="guideline",
        regulation_text=TEXT,
        in_force_from=clock.today() + timedelta(days=30),
    )
    assert decide(meeting, item, passes=False).effective_on is None
    assert session.scalars(select(Regulation.id)).all() == before


def test_later_version_in_the_meantime_does_not_block_the_deciding_assent(session: Any) -> None:
    start = clock.today() + timedelta(days=30)
    meeting = hall.planned(MeetingForm.WRITTEN)
    item = hall.resolution(
        meeting,
        ResolutionKind.REGULATION,
        regulation_slug="guideline",
        regulation_text=TEXT,
        in_force_from=start,
    )
    hall.notified(meeting)
    enactments.amend_slightly(officer(), TEXT, start, reason="字句の修正")
    hall.say(meeting, item, hall.executives()[:24])
    assert item.state is ItemState.OPEN, "it waits; the secretariat withdraws it"
    with pytest.raises(RuleViolation, match="今日以後"):
        enactments.amend_slightly(
            officer(), TEXT, clock.today() - timedelta(days=1), reason="字句の修正"
        )
    agendas.withdraw(officer(), item.id, "改正が重なったため")


# All kinds


def test_deemed_resolution_takes_effect_on_the_day_of_the_deciding_assent(
    session: Any, at: Any
) -> None:
    """Even with a newer roster version in between, whose dates are kept."""
    consent = hall.consent()
    meeting, item = hall.in_session(kind=ResolutionKind.SELECTION, consent_id=consent.id)
    hall.say(meeting, item, hall.executives()[:23], way=AnswerWay.PAPER)
    decided_on = clock.today()
    at(decided_on + timedelta(days=3))
    memberships.write_version(consent.organisation, clock.today(), "変更届")
    at(decided_on + timedelta(days=5))
    votes.open_item(officer(), item.id)
    record = closing.close(officer(), item.id)
    assert (record.outcome, record.effective_on) == (Outcome.DEEMED, decided_on)
    membership = memberships.current(consent.organisation_id)
    assert membership is not None
    assert membership.starts_on == decided_on
    assert consent.organisation.standing is Standing.EXECUTIVE


def test_one_subject_cannot_be_on_two_agendas(session: Any) -> None:
    file = hall.expulsion_awaiting()
    first, second = hall.planned(), hall.planned()
    item = hall.resolution(first, ResolutionKind.EXPULSION, expulsion_id=file.id)
    with pytest.raises(RuleViolation, match="すでに議題"):
        hall.resolution(second, ResolutionKind.EXPULSION, expulsion_id=file.id)
    agendas.withdraw(officer(), item.id, "延期")
    assert hall.resolution(second, ResolutionKind.EXPULSION, expulsion_id=file.id)


@pytest.mark.parametrize("kind", list(ResolutionKind))
def test_announced_effect_matches_the_actual_effect(session: Any, kind: ResolutionKind) -> None:
    values: dict[ResolutionKind, dict[str, Any]] = {
        ResolutionKind.REGULATION: {
            "regulation_slug": "guideline",
            "regulation_text": TEXT,
            "in_force_from": clock.today() + timedelta(days=30),
        },
        ResolutionKind.SELECTION: {"consent_id": hall.consent().id},
        ResolutionKind.RELEASE: {"release_request_id": asked_to_leave(hall.executives()[0]).id},
        ResolutionKind.EXPULSION: {"expulsion_id": hall.expulsion_awaiting().id},
        ResolutionKind.OTHER: {},
    }
    meeting, item = hall.in_session(kind=kind, **values[kind])
    foretold = effects.preview(item, clock.today())
    assert foretold
    assert decide(meeting, item).effect == foretold


def test_unopened_item_cannot_be_closed_by_the_system(session: Any) -> None:
    meeting, item = hall.in_session()
    votes.open_item(officer(), item.id)
    with pytest.raises(StaleState):
        closing.close(SYSTEM, hall.resolution(meeting).id)
