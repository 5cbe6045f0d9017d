"""Summaries of the council's activity: scanned like issue sheets, released by a second person."""

from typing import Any

import pytest

from app.errors import NotPermitted, RuleViolation, StaleState
from app.rules.cases.deidentify import FindingKind
from app.rules.cases.fields import RecordKind
from app.security.viewer import SYSTEM
from app.services.cases import records as case_records
from app.services.cases import summary_releases
from app.services.council import activity_summaries
from tests import factories
from tests.support.cases import filled, new_case, person, see_as, viewer_of
from tests.support.desk import officer

REASON = "会議の日であり、誰のことでもない"


def drafted(actor: Any, text: str) -> int:
    return activity_summaries.write(see_as(actor), title="上半期", text=text).id


@pytest.fixture
def writer(session: Any) -> Any:
    """Return a person of the council whose case is about 因幡 花子."""
    term = person("鳥取市")
    case = new_case(term)
    values = filled(RecordKind.PERSON) | {"name": "因幡 花子", "kana": "イナバ ハナコ"}
    case_records.write(viewer_of(term), case.id, RecordKind.PERSON, values)
    session.commit()
    return viewer_of(term)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("花子さんを訪ねた。", FindingKind.NAME),
        ("電話 0857-26-7111 で受けた。", FindingKind.PHONE),
    ],
)
def test_words_that_identify_cannot_be_published(
    session: Any, writer: Any, text: str, sign: FindingKind
) -> None:
    summary_id = drafted(writer, text)
    found = summary_releases.findings(writer, activity_summaries.one(writer, summary_id))
    assert {each.sign for each in found} == {sign}
    answers = {each.key: REASON for each in found}
    with pytest.raises(RuleViolation, match="除く語句") as refusal:
        summary_releases.propose(writer, summary_id, answers)
    assert "花子" not in refusal.value.message


def test_other_flagged_words_need_a_reason_in_words(session: Any, writer: Any) -> None:
    summary_id = drafted(writer, "4月12日に会議を開いた。")
    [finding] = summary_releases.findings(writer, activity_summaries.one(writer, summary_id))
    for answer in ("", "。"):
        with pytest.raises(RuleViolation, match="理由を文で"):
            summary_releases.propose(writer, summary_id, {finding.key: answer})
    summary_releases.propose(writer, summary_id, {finding.key: REASON})
    see_as(SYSTEM)
    other = viewer_of(person("米子市"))
    assert summary_releases.release(see_as(other), summary_id).published_on


def test_releaser_is_another_person_and_scans_with_the_own_cases(session: Any, writer: Any) -> None:
    see_as(SYSTEM)
    first, second = viewer_of(person("米子市")), officer()
    summary_id = drafted(first, "花子さんを訪ねた。")
    summary_releases.propose(first, summary_id, {})  # of whom the proposer knows nothing
    with pytest.raises(RuleViolation, match="書いた人は公開できません"):
        summary_releases.release(first, summary_id)
    with pytest.raises(NotPermitted):  # the office does not release what the council proposes
        summary_releases.release(see_as(second), summary_id)
    with pytest.raises(RuleViolation, match="除く語句"):
        summary_releases.release(see_as(writer), summary_id)


def test_scan_of_an_officer_tells_nothing_of_the_cases(session: Any, writer: Any) -> None:
    desk = officer()
    summary_id = drafted(desk, "花子さんを訪ねた。")
    assert summary_releases.findings(desk, activity_summaries.one(desk, summary_id)) == ()


def test_released_text_is_the_proposed_one(session: Any, writer: Any) -> None:
    first, second = officer(), officer()
    factories.council()
    summary_id = drafted(first, "会議を2回開いた。")
    summary_releases.propose(first, summary_id, {})
    activity_summaries.revise(first, summary_id, title="上半期", text="会議を3回開いた。")
    with pytest.raises(StaleState, match="承認待ちではありません"):
        summary_releases.release(see_as(second), summary_id)
