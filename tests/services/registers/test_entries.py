"""Entries of registers: versions, past days, who keeps what, what is refused."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from app import clock
from app.errors import NotFound, NotPermitted, RuleViolation
from app.models.common.audit import AuditEntry
from app.models.common.master import ActivityField
from app.models.meeting.meeting import MeetingTemplate
from app.rules.membership.past_roster import REPLACED
from app.rules.membership.roster import Tier
from app.security.guard import set_viewer
from app.security.viewer import PUBLIC, Role, Viewer
from app.services.registers import entries, tables, versions
from tests import factories
from tests.support.desk import officer
from tests.support.register_samples import entry


def words_of(actor: Viewer, day: date) -> dict[str, Any]:
    """Return identifier → English name of a past day's fields of activity, whatever the page."""
    found, total = versions.on_day(actor, ActivityField, day, 1)
    assert total == len(found)
    return {each.public_id: each.values["label_en"] for each in found}


@pytest.mark.both_databases
def test_past_day_shows_others_what_is_still_registered_and_still_true(
    session: Any, at: Callable[[date], None]
) -> None:
    """A strike-out leaves nothing below the secretariat; a replaced value reads 変更済み."""
    desk, first = officer(), clock.today()
    kept, gone = (entry(ActivityField, label_en=name) for name in ("Music", "Choir"))
    at(first + timedelta(days=2))
    entries.change(desk, ActivityField, kept.public_id, {"label_en": "Song"})
    entries.retire(desk, ActivityField, gone.public_id, "使わない")
    at(first + timedelta(days=4))

    before = first + timedelta(days=1)
    whole, shared = words_of(desk, before), words_of(PUBLIC, before)
    assert (whole[kept.public_id], whole[gone.public_id]) == ("Music", "Choir")
    assert shared[kept.public_id] == REPLACED
    assert gone.public_id not in shared
    assert words_of(PUBLIC, clock.today())[kept.public_id] == "Song"
    assert gone.public_id not in words_of(desk, clock.today())
    assert kept.public_id not in words_of(desk, first - timedelta(days=1))


@pytest.mark.both_databases
def test_several_versions_of_a_day_are_kept_and_the_last_applies(session: Any) -> None:
    desk, row = officer(), entry(ActivityField, label_en="A")
    for name in ("B", "C"):
        entries.change(desk, ActivityField, row.public_id, {"label_en": name})
    steps = versions.history(desk, row)
    assert [step.version.values["label_en"] for step in steps] == ["C", "B", "A"]
    assert [step.changes["label_en"] for step in steps[:2]] == [("B", "C"), ("A", "B")]
    assert [step.version.valid_until is None for step in steps] == [True, False, False]
    assert words_of(desk, clock.today())[row.public_id] == "C"


def test_change_to_the_same_writes_nothing(session: Any) -> None:
    desk, row = officer(), entry(ActivityField, label_en="A")
    entries.change(desk, ActivityField, row.public_id, {"label_en": "A"})
    assert len(versions.history(desk, row)) == 1


def test_trail_tells_from_what_to_what(session: Any) -> None:
    row = entry(ActivityField, label_en="A")
    entries.change(officer(), ActivityField, row.public_id, {"label_en": "B"})
    session.commit()
    told = session.query(AuditEntry).order_by(AuditEntry.sequence.desc()).first()
    assert told.action == "activity_field.update"
    assert told.details == {"fields": ["label_en"], "changes": {"label_en": ["A", "B"]}}


@pytest.mark.parametrize(
    ("values", "words"),
    [({"tier": Tier.MEMBERS}, "公開の範囲"), ({"organisation_id": 1}, "会員の中から")],
)
def test_what_no_form_offers_is_refused(session: Any, values: dict[str, Any], words: str) -> None:
    row = entry(ActivityField)
    with pytest.raises(RuleViolation, match=words):
        entries.change(officer(), ActivityField, row.public_id, values)


def test_retiring_needs_a_reason_and_happens_once(session: Any) -> None:
    desk, row = officer(), entry(ActivityField)
    with pytest.raises(RuleViolation, match="理由"):
        entries.retire(desk, ActivityField, row.public_id, "　")
    with pytest.raises(RuleViolation, match="抹消されていません"):
        entries.restore(desk, ActivityField, row.public_id)
    entries.retire(desk, ActivityField, row.public_id, "使わない")
    with pytest.raises(RuleViolation, match="すでに抹消"):
        entries.retire(desk, ActivityField, row.public_id, "使わない")


def test_member_keeps_nothing_of_a_register_that_members_do_not_keep(session: Any) -> None:
    row, template = entry(ActivityField), entry(MeetingTemplate)
    member = Viewer(1, "会員", frozenset({Role.GENERAL}), factories.member().id)
    set_viewer(session, member)
    with pytest.raises(NotPermitted):
        entries.add(member, ActivityField, {"code": "x", "label": "x", "position": 1})
    for model, each in ((ActivityField, row), (MeetingTemplate, template)):
        with pytest.raises(NotFound):
            entries.change(member, model, each.public_id, {})
    with pytest.raises(NotFound):
        entries.one(MeetingTemplate, template.public_id)
    with pytest.raises(NotPermitted):
        versions.history(member, row)


def test_counts_are_of_what_is_in_force(session: Any) -> None:
    row = entry(MeetingTemplate)
    before = dict(tables.counts(MeetingTemplate, "form"))
    entries.retire(officer(), MeetingTemplate, row.public_id, "使わない")
    after = dict(tables.counts(MeetingTemplate, "form"))
    assert before["room"] - after.get("room", 0) == 1
