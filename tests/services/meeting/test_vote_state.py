"""An open vote shows who has voted; only the dialog that closes it says how it would end."""

from typing import Any

import pytest

from app.errors import NotPermitted, StaleState
from app.models.membership.organisation import Organisation
from app.rules.meeting.agenda import MeetingForm
from app.rules.meeting.roll import Choice
from app.rules.states.meeting.meeting import Outcome
from app.services.meeting import rolls, vote_state, votes
from tests.support import meetings as hall
from tests.support.desk import officer


def voted() -> tuple[Any, Any, list[int]]:
    """Return a vote: 15 there, six by proxy, two by e-mail, of whom one said nothing on the item."""
    meeting = hall.planned()
    item, other = hall.resolution(meeting), hall.resolution(meeting)
    hall.notified(meeting)
    hall.meetings.open_meeting(officer(), meeting.id, reason="都合により")
    members = hall.executives()
    hall.arrive(meeting, *members[:15])
    for principal in members[15:21]:
        hall.delegate(meeting, principal, members[0])
    hall.say(meeting, item, members[21:22])
    hall.say(meeting, other, members[22:23])
    votes.open_item(officer(), item.id)
    hall.raise_hands(item, members[:10])
    hall.raise_hands(item, members[10:12], Choice.AGAINST)
    return meeting, item, members


def names(session: Any, members: list[int]) -> list[str]:
    return [session.get(Organisation, member).name for member in members]


def test_state_names_who_has_not_voted_and_how_they_attend(session: Any) -> None:
    meeting, item, members = voted()
    state = vote_state.of_item(rolls.register(meeting), item)
    assert (state.voted, state.entitled) == (13, 23)
    there, represented = members[12:15], members[15:21]
    agent, writer = names(session, [members[0], members[22]])
    assert {str(each) for each in state.missing} == {
        *names(session, there),
        *(f"{name}（代理人 {agent}）" for name in names(session, represented)),
        f"{writer}（電子メール出席）",
    }


def test_dialog_says_the_whole_outcome(session: Any) -> None:
    meeting, item, members = voted()
    sentence = vote_state.ending(rolls.register(meeting), item).sentence
    assert sentence.startswith("否決（賛成11／必要16、反対2、棄権0、表示なし10：")
    assert sentence.endswith("）で確定します。")
    assert all(name in sentence for name in names(session, [*members[12:15], members[22]]))
    hall.raise_hands(item, members[12:15])
    votes.record_all(
        officer(), item.id, dict.fromkeys(members[15:18], Choice.FOR),
        way=votes.VoteWay.HANDS, agents=members[15:18],
    )  # fmt: skip
    sentence = vote_state.ending(rolls.register(meeting), item).sentence
    assert sentence.startswith("可決（賛成17／必要16、反対2、棄権0、表示なし4：")


def test_dialog_says_a_lack_of_quorum_and_a_deemed_resolution(session: Any) -> None:
    meeting, item = hall.in_session()
    members = hall.executives()
    hall.arrive(meeting, *members[:2])
    votes.open_item(officer(), item.id)
    ending = vote_state.ending(rolls.register(meeting), item)
    assert ending.sentence == "定足数に達せず（出席2／必要23）で確定します。"
    hall.say(meeting, item, members[2:25], way=hall.AnswerWay.PAPER)
    ending = vote_state.ending(rolls.register(meeting), item)
    assert ending.sentence == "みなし決議（書面による賛成23／必要23）で確定します。"


def test_dialog_of_a_written_resolution_names_who_did_not_answer(session: Any) -> None:
    meeting = hall.planned(MeetingForm.WRITTEN)
    item = hall.resolution(meeting)
    hall.notified(meeting)
    members = hall.executives()
    hall.say(meeting, item, members[:22])
    ending = vote_state.ending(rolls.register(meeting), item)
    assert ending.sentence.startswith("みなし決議に至らず（書面による賛成22／必要23、回答なし12：")
    assert names(session, members[33:])[0] in ending.sentence


@pytest.mark.both_databases
def test_vote_is_closed_only_as_the_dialog_said(session: Any) -> None:
    meeting, item, members = voted()
    seen = vote_state.ending(rolls.register(meeting), item).stamp
    hall.raise_hands(item, members[12:13])
    with pytest.raises(StaleState, match="確認の後に賛否が変わった"):
        vote_state.close(officer(), item.id, seen=seen)
    seen = vote_state.ending(rolls.register(meeting), item).stamp
    record = vote_state.close(officer(), item.id, seen=seen)
    assert record.outcome is Outcome.REJECTED
    assert vote_state.close(officer(), item.id, seen="old").hash == record.hash, "a second press"
    with pytest.raises(NotPermitted):
        vote_state.close(hall.voter(members[0]), item.id, seen=seen)


def test_members_by_mail_without_a_word_on_the_item_are_named(session: Any) -> None:
    """They count in the denominator: known before the vote, while they can still be asked."""
    meeting = hall.planned()
    item, other = hall.resolution(meeting), hall.resolution(meeting)
    hall.notified(meeting)
    hall.meetings.open_meeting(officer(), meeting.id, reason="都合により")
    members = hall.executives()
    hall.arrive(meeting, *members[:13])
    hall.say(meeting, other, members[13:23])
    hall.say(meeting, item, members[13:15])
    silent = vote_state.unvoiced(rolls.register(meeting), item)
    assert sorted(silent) == sorted(names(session, members[15:23]))
    assert vote_state.unvoiced(rolls.register(meeting), other) == []
    hall.agendas.exclude(officer(), item.id, members[22], "利害関係のため")
    session.expire_all()
    assert len(vote_state.unvoiced(rolls.register(meeting), item)) == 7, "not entitled"
