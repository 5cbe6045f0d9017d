"""Two records of one organisation merged and separated again."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask_appbuilder import Model
from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, registry

from app import clock
from app.errors import NotFound, NotPermitted, RuleViolation, StaleState
from app.models.membership.contact import Contact
from app.models.membership.organisation import Organisation, OrganisationVersion
from app.rules.membership.membership import ContactKind, EndCause, MemberKind, Standing
from app.rules.merging.merging import Period, merged_periods, uncovered
from app.rules.states.meeting.meeting import MeetingState
from app.security.viewer import PUBLIC, SYSTEM
from app.services.common import trail
from app.services.council import bodies as council_bodies
from app.services.council import councils
from app.services.membership import contacts, memberships
from app.services.merging import preview as merge_preview
from app.services.merging import proposals
from app.services.merging import tables as merge_tables
from app.services.merging import undo as merge_undo
from app.services.roster import roster
from tests import factories
from tests.support import meetings as hall
from tests.support import members
from tests.support.desk import officer
from tests.support.roster_files import merge
from tests.support.search import require_in_step

G, E = MemberKind.GENERAL, MemberKind.EXECUTIVE


def test_every_column_referring_to_an_organisation_moves_or_has_its_reason() -> None:
    columns = {
        f"{table.name}.{column.name}"
        for table in Model.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table.name == "organisation" for key in column.foreign_keys)
    }
    found = merge_tables.references(Model.registry.mappers)
    assert found.keys() == columns
    assert [words for words in merge_tables.MOVED if words not in merge_tables.NAMES.values()] == []
    assert set(merge_tables.MOVED.values()) == {
        column for column in found.values() if merge_tables.why_left(column) is None
    }
    tables = {
        key for column in found.values() for key in (wing_of(column), column.class_.__tablename__)
    }
    assert merge_tables.LEFT.keys() <= tables
    open_tables = {
        table.name for table in Model.metadata.sorted_tables if "open_key" in table.columns
    } - {"decision_batch", "approval", "clock_gap"}
    assert {entity.__table__.name for entity in merge_tables.OPEN.values()} == open_tables


def unmerge(merge_id: int) -> None:
    """Undo a merge: one officer proposes it, another releases it."""
    proposals.propose_undo(officer(), merge_id)
    proposals.release(officer(), str(merge_id))


def wing_of(column: Any) -> str:
    return str(column.class_.__module__).rpartition(".")[0]


def test_unique_keys_over_some_rows_have_their_reason() -> None:
    partial = {
        index.name
        for column in merge_tables.MOVED.values()
        for index in column.class_.__table__.indexes
        if index.unique and any("where" in options for options in index.dialect_options.values())
        if column.key in index.columns
    }
    assert partial == merge_tables.PARTIAL_KEYS.keys()


def test_new_table_moves_and_keeps_its_unique_keys() -> None:
    later = registry()

    @later.mapped
    class Host:
        __tablename__ = "organisation"
        id: Mapped[int] = mapped_column(primary_key=True)

    @later.mapped
    class Visit:
        __tablename__ = "visit"
        __table_args__ = (UniqueConstraint("host_id", "day"),)
        id: Mapped[int] = mapped_column(primary_key=True)
        host_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
        day: Mapped[date]

    assert merge_tables.moves(later.mappers) == {"visit.host_id": Visit.host_id}
    assert merge_tables.unique_keys(Visit.host_id) == [[Visit.day]]
    later.dispose()


JAN, APR, JUL, OCT = (date(2025, month, 1) for month in (1, 4, 7, 10))


@pytest.mark.parametrize(
    ("kept", "merged", "after"),
    [
        ([(G, JAN, None, None)], [(G, APR, None, None)], {"m0": (APR, EndCause.MERGE)}),
        ([(G, APR, None, None)], [(G, JAN, None, None)], {"k0": (APR, EndCause.MERGE)}),
        ([(G, JAN, None, None)], [(G, JAN, None, None)], {"m0": (JAN, EndCause.MERGE)}),
        ([(E, JAN, None, None)], [(G, APR, None, None)], {"m0": (APR, EndCause.MERGE)}),
        ([(G, JAN, None, None)], [(E, APR, None, None)], {"k0": (APR, EndCause.SELECTION)}),
        ([(G, JAN, None, None)], [(E, JAN, None, None)], {"k0": (JAN, EndCause.MERGE)}),
        ([(G, JAN, APR, EndCause.EXPULSION)], [(G, APR, None, None)], {}),
        ([], [(G, APR, None, None)], {}),
    ],
)
def test_one_current_membership_continues(kept: Any, merged: Any, after: dict[str, Any]) -> None:
    mine = [Period(f"k{n}", *row) for n, row in enumerate(kept)]
    theirs = [Period(f"m{n}", *row) for n, row in enumerate(merged)]
    found = {row.key: (row.ended_on, row.end_cause) for row in merged_periods(mine, theirs)}
    unchanged = {row.key: (row.ended_on, row.end_cause) for row in (*mine, *theirs)}
    assert found == unchanged | after
    assert sum(ended is None for ended, _cause in found.values()) == 1


@pytest.mark.parametrize("cause", [EndCause.WITHDRAWAL, EndCause.EXPULSION, EndCause.RELEASE])
def test_contradictory_records_are_not_merged(cause: EndCause) -> None:
    going_on, ended = Period("k", G, JAN), Period("m", G, APR, JUL, cause)
    with pytest.raises(ValueError, match="両立しない") as refusal:
        merged_periods([going_on], [ended])
    assert cause.label in str(refusal.value)
    with pytest.raises(ValueError, match="両立しない"):
        merged_periods([ended], [going_on])


@pytest.mark.parametrize(
    ("wanted", "covered", "left"),
    [
        ((JAN, None), [], [(JAN, None)]),
        ((JAN, None), [(APR, None)], [(JAN, APR)]),
        ((JAN, OCT), [(APR, JUL)], [(JAN, APR), (JUL, OCT)]),
        ((APR, JUL), [(JAN, None)], []),
        ((JAN, None), [(APR, JUL)], [(JAN, APR), (JUL, None)]),
        ((JAN, APR), [(APR, None)], [(JAN, APR)]),
        ((JAN, None), [(APR, APR)], [(JAN, None)]),
    ],
)
def test_uncovered_days(wanted: Any, covered: Any, left: Any) -> None:
    assert uncovered(wanted, covered) == left


@pytest.mark.both_databases
def test_merge_leaves_one_entry_with_the_chosen_values(session: Any) -> None:
    kept = factories.member(since=date(2025, 4, 1), phone="0857-11-1111")
    merged = factories.member(since=date(2024, 10, 1), phone="0857-22-2222")
    person = factories.account(organisation=merged)
    merge(kept, merged, take=["phone"])
    session.expire_all()
    assert (kept.phone, kept.standing) == ("0857-22-2222", Standing.GENERAL)
    assert (merged.merged_into_id, merged.standing) == (kept.id, Standing.FORMER)
    assert person.organisation_id == kept.id
    current = memberships.current(kept.id)
    assert current and current.starts_on == date(2024, 10, 1)
    assert memberships.current(merged.id) is None
    assert roster.successor(merged.public_id) == kept.public_id
    assert [entry for entry in trail.verify()] == []
    # On every day since the first membership the roster has one entry, that of the kept record.
    for day in (date(2024, 10, 1), date(2025, 3, 31), date(2025, 4, 1), clock.today()):
        assert roster.one(PUBLIC, kept.public_id, day).public_id == kept.public_id
        with pytest.raises(NotFound):
            roster.one(PUBLIC, merged.public_id, day)


@pytest.mark.both_databases
def test_undo_restores_the_previous_state(session: Any) -> None:
    kept, merged = factories.member(), factories.member(since=date(2024, 10, 1))
    person = members.person_of(merged)
    members.change(person, merged, phone="0857-33-3333")
    contacts.record_contact(SYSTEM, kept.id, ContactKind.CALL)
    contacts.record_contact(SYSTEM, merged.id, ContactKind.CALL)
    session.commit()

    def everything() -> list[Any]:
        session.expire_all()
        return [
            [
                each.profile(),
                each.standing,
                each.last_contact_on,
                each.next_question_on,
                each.merged_into_id,
                [(row.id, row.starts_on, row.ended_on, row.end_cause) for row in each.memberships],
                [(v.id, v.valid_from, v.valid_until, v.profile) for v in each.versions],
                merge_tables.state(each.id),
            ]
            for each in (kept, merged)
        ]

    before = everything()
    done = merge(kept, merged, take=["name", "email", "disclosure.phone"])
    assert everything() != before
    require_in_step()
    unmerge(done.id)
    session.commit()
    assert everything() == before
    require_in_step()
    assert "元に戻しました" in merge_undo.obstacle(done)


@pytest.mark.parametrize("what", ["profile", "paper", "contact", "end"])
def test_merge_with_later_changes_cannot_be_undone(session: Any, what: str) -> None:
    kept, merged = factories.member(), factories.member()
    done = merge(kept, merged)
    if what == "profile":
        kept.fax = "0857-44-4444"
    elif what == "paper":
        members.change(members.person_of(kept), kept, fax="0857-44-4444")
    elif what == "contact":
        contacts.record_contact(SYSTEM, kept.id, ContactKind.CALL)
    else:
        memberships.end(SYSTEM, kept, EndCause.WITHDRAWAL, on=clock.today())
    session.commit()
    with pytest.raises(RuleViolation, match="動きがあった"):
        unmerge(done.id)


def test_merge_is_refused_if_both_records_have_an_open_notice(session: Any) -> None:
    kept, merged = factories.member(), factories.member()
    for each in (kept, merged):
        members.change(members.person_of(each), each, fax="0857-44-4444")
    with pytest.raises(RuleViolation, match="処理中の変更届"):
        merge(kept, merged)


def test_two_council_bodies_are_merged_only_after_one_has_left(
    session: Any, at: Callable[..., None]
) -> None:
    kept, merged = (factories.founding_member(name) for name in ("鳥取市", "米子市"))
    staying, leaving = factories.body(kept), factories.body(merged)
    with pytest.raises(RuleViolation, match="構成機関等です"):
        merge(kept, merged)
    council_bodies.end(officer(), leaving.id, clock.today())
    with pytest.raises(RuleViolation, match="構成機関等です"):
        merge(kept, merged)
    at(clock.today() + timedelta(days=1))
    merge(kept, merged)
    session.expire_all()
    assert [each.id for each in councils.bodies() if each.organisation_id == kept.id] == [
        staying.id
    ]


def test_different_corporate_numbers_are_refused(session: Any) -> None:
    kept = factories.member(corporate_number="7000020310000")
    merged = factories.member(corporate_number="1000020312011")
    with pytest.raises(RuleViolation, match="法人番号が違う"):
        merge(kept, merged)


def test_bar_passes_to_the_kept_record(session: Any, at: Callable[..., None]) -> None:
    at(date(2026, 4, 1))
    expelled = factories.former_member(EndCause.EXPULSION, date(2025, 10, 1))
    kept = factories.former_member(EndCause.WITHDRAWAL, date(2025, 4, 1), since=date(2024, 4, 1))
    shown = merge_preview.preview(officer(), kept.id, expelled.id)
    assert "引き継がれます" in shown.warnings[0]
    merge(kept, expelled)
    verdict = memberships.readmission_verdict(kept.id, today=clock.today(), has_statement=True)
    assert verdict is not None and not verdict


def test_outdated_preview_is_refused(session: Any) -> None:
    kept, merged = factories.member(), factories.member()
    seen = merge_preview.preview(officer(), kept.id, merged.id).stamp
    merged.fax = "0857-44-4444"
    session.flush()
    with pytest.raises(StaleState):
        proposals.propose(officer(), kept.id, merged.id, take=[], seen=seen)


def test_merge_is_released_by_another_officer_exactly_as_proposed(session: Any) -> None:
    kept, merged = factories.member(phone="1"), factories.member(phone="2")
    one, other = officer(), officer()
    seen = merge_preview.preview(one, kept.id, merged.id).stamp
    proposals.propose(one, kept.id, merged.id, take=["phone"], seen=seen)
    subject = proposals.subject(merged.id, kept.id)
    session.commit()
    with pytest.raises(RuleViolation, match="提案した人は承認できません"):
        proposals.release(one, subject)
    session.rollback()
    with pytest.raises(StaleState, match="すでに承認待ち"):
        seen = merge_preview.preview(one, merged.id, kept.id).stamp
        proposals.propose(other, merged.id, kept.id, take=[], seen=seen)
    session.rollback()
    proposals.release(other, subject)
    assert (merged.merged_into_id, kept.phone) == (kept.id, "2")


def test_merge_is_not_released_after_a_record_changed(session: Any) -> None:
    kept, merged = factories.member(), factories.member()
    seen = merge_preview.preview(officer(), kept.id, merged.id).stamp
    proposals.propose(officer(), kept.id, merged.id, take=[], seen=seen)
    merged.fax = "0857-44-4444"
    session.commit()
    subject = proposals.subject(kept.id, merged.id)
    with pytest.raises(StaleState, match="もう一度見比べて"):
        proposals.release(officer(), subject)
    session.rollback()
    proposals.send_back(officer(), subject, "見比べ直してください")
    assert proposals.last(merged.id, kept.id).return_reason == "見比べ直してください"


def test_undoing_is_released_by_another_officer(session: Any) -> None:
    done, one = merge(), officer()
    proposals.propose_undo(one, done.id)
    session.commit()
    with pytest.raises(RuleViolation, match="提案した人は承認できません"):
        proposals.release(one, str(done.id))
    session.rollback()
    proposals.take_back(one, str(done.id))
    unmerge(done.id)
    assert done.undone_at is not None


@pytest.mark.parametrize("wrong", ["", "x", "1-2-3", "-1", "1-", "²"])
def test_unknown_subject_is_not_found(session: Any, wrong: str) -> None:
    with pytest.raises(NotFound):
        proposals.release(officer(), wrong)


def test_record_is_not_merged_into_itself_or_twice(session: Any) -> None:
    kept, merged, third = (factories.member() for _ in range(3))
    with pytest.raises(NotFound):
        merge_preview.preview(officer(), kept.id, kept.id)
    merge(kept, merged)
    with pytest.raises(RuleViolation, match="すでにほかの記録に統合"):
        merge(third, merged)
    merge(third, kept)
    session.expire_all()
    assert merged.merged_into_id == third.id


def test_only_the_secretariat_merges(session: Any) -> None:
    with pytest.raises(NotPermitted):
        merge_preview.preview(PUBLIC, 1, 2)


def test_suggestions_have_the_same_number_or_name(session: Any) -> None:
    one, two = factories.member(name="NPO法人ふたご"), factories.member(name="（特非）ふたご")
    factories.member(name="NPO法人ひとり")
    assert merge_preview.suspects(officer()) == [(one, two)]
    merge(one, two)
    assert merge_preview.suspects(officer()) == []


def test_conflicting_rows_stay_with_the_merged_record(session: Any) -> None:
    kept, merged = factories.member(), factories.member()
    for each in (kept, merged):
        contacts.record_contact(SYSTEM, each.id, ContactKind.CALL)
    contacts.record_contact(SYSTEM, merged.id, ContactKind.REPLY)
    merge(kept, merged)
    found = session.scalars(select(Contact).where(Contact.organisation_id == kept.id)).all()
    assert sorted(row.kind for row in found) == [ContactKind.CALL, ContactKind.REPLY]
    assert session.scalars(
        select(OrganisationVersion).where(OrganisationVersion.organisation_id == merged.id)
    ).all()
    assert session.get(Organisation, merged.id).name == merged.name


def test_record_is_found_by_a_former_name(session: Any) -> None:
    member = factories.member(name="いまの名の会")
    member.versions[0].profile = member.versions[0].profile | {"name": "むかしの名の会"}
    session.flush()

    found = merge_preview.find(officer(), "むかしの名")

    assert list(found) == [member]
    assert merge_preview.former_names(officer(), found) == {member.id: ["むかしの名の会"]}


def test_member_of_an_open_meeting_is_merged_only_after_it(session: Any) -> None:
    meeting, _item = hall.in_session()
    member = hall.executives()[0]
    other = factories.member()
    assert "終わっていない会議" in merge_preview.preview(officer(), other.id, member).refusal
    meeting.state = MeetingState.CLOSED
    session.flush()
    assert "終わっていない会議" not in merge_preview.preview(officer(), other.id, member).refusal
