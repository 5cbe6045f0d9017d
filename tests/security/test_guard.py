"""The guard: which rows a session may see and write."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.orm import aliased

from app import clock
from app.errors import NotPermitted
from app.models.admission.application import Application
from app.models.membership.contact import Contact, ContactAttempt
from app.models.membership.organisation import Organisation
from app.rules.membership.membership import ContactKind, ContactMeans
from app.security import guard
from app.security.viewer import PUBLIC, SYSTEM, Role, Viewer
from app.security.visibility import may_write, scoped_classes
from tests import factories


def a_contact(organisation_id: int) -> Contact:
    return Contact(
        organisation_id=organisation_id,
        kind=ContactKind.CALL,
        contacted_on=date(2026, 1, 5),
        recorded_at=clock.now(),
    )


@pytest.fixture
def two(session: Any) -> Any:
    """Return the ids of two members with one row each."""
    members = [factories.member().id, factories.member().id]
    session.add_all([a_contact(member) for member in members])
    session.commit()
    session.expunge_all()
    return members


def member_of(organisation_id: int) -> Viewer:
    return Viewer(9, "会員", frozenset({Role.GENERAL}), organisation_id)


def see(session: Any, viewer: Viewer) -> None:
    session.info.pop(guard.KEY, None)
    guard.set_viewer(session, viewer)


def test_member_sees_only_its_own_rows(session: Any, two: Any) -> None:
    see(session, member_of(two[0]))

    assert {row.organisation_id for row in session.scalars(select(Contact))} == {two[0]}
    assert session.scalar(select(func.count()).select_from(Contact)) == 1
    assert session.scalar(select(func.count(aliased(Contact).id))) == 1


@pytest.mark.parametrize(
    "viewer",
    [
        PUBLIC,
        Viewer(9, "無所属", frozenset({Role.GENERAL}), None),
        Viewer(9, "協議会", frozenset({Role.COUNCIL}), 1),
        Viewer(9, "管理者", frozenset({Role.ADMINISTRATOR}), None),
    ],
)
def test_other_viewers_see_nothing(session: Any, two: Any, viewer: Viewer) -> None:
    see(session, viewer)

    assert session.scalars(select(Contact)).all() == []


def test_without_a_viewer_no_rows_are_visible(session: Any, two: Any) -> None:
    session.info.pop(guard.KEY)

    assert session.scalars(select(Contact)).all() == []


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.SYSTEM])
def test_secretariat_and_system_see_all_rows(session: Any, two: Any, role: Role) -> None:
    see(session, Viewer(9, "x", frozenset({role})))

    assert len(session.scalars(select(Contact)).all()) == 2


def test_update_and_delete_affect_own_rows_only(session: Any, two: Any) -> None:
    see(session, member_of(two[0]))

    assert session.execute(update(Contact).values(note="x")).rowcount == 1
    assert session.execute(delete(Contact)).rowcount == 1
    see(session, SYSTEM)
    [left] = session.scalars(select(Contact)).all()
    assert (left.organisation_id, left.note) == (two[1], "")


def test_row_cannot_be_added_for_another_organisation(session: Any, two: Any) -> None:
    see(session, member_of(two[0]))
    session.add(a_contact(two[1]))

    with pytest.raises(NotPermitted):
        session.flush()


def test_changing_the_viewer_expunges_loaded_rows(session: Any, two: Any) -> None:
    row = session.scalars(select(Contact)).first()
    guard.set_viewer(session, member_of(two[1]))

    assert row not in session


OWN = {"contact", "application"}
OPEN_TO = {
    (Role.GENERAL, True): OWN,
    (Role.EXECUTIVE, True): OWN,
    (Role.GENERAL, False): set(),
    (Role.COUNCIL, True): set(),
    (Role.ADMINISTRATOR, True): set(),
    (Role.PUBLIC, True): set(),
}
"""(Role, acting for the member) → the member's rows that the viewer may see and write."""


def rows_of(organisation: Organisation) -> dict[str, Any]:
    attempt = ContactAttempt(
        organisation_id=organisation.id,
        means=ContactMeans.TELEPHONE,
        attempted_on=date(2026, 1, 5),
        reached=False,
        recorded_at=clock.now(),
    )
    return {
        "contact": a_contact(organisation.id),
        "attempt": attempt,
        "application": factories.application(organisation=organisation),
        "newcomer": factories.application(),
    }


def seen_of(session: Any, rows: dict[str, int]) -> set[str]:
    entities = {"contact": Contact, "attempt": ContactAttempt}
    return {
        kind
        for kind, row_id in rows.items()
        if session.scalars(
            select(entity := entities.get(kind, Application)).where(entity.id == row_id)
        ).all()
    }


@pytest.mark.parametrize(
    ("role", "own", "open_to"), [(*who, what) for who, what in OPEN_TO.items()]
)
def test_member_rows_are_open_to_the_permitted_viewers(
    session: Any, role: Role, own: bool, open_to: set[str]
) -> None:
    organisation = factories.member()
    rows = rows_of(organisation)
    session.add_all(rows.values())
    session.commit()
    viewer = Viewer(9, "x", frozenset({role}), organisation.id if own else None)
    others = Viewer(9, "x", frozenset({role}), factories.member().id)

    assert {kind for kind, row in rows.items() if may_write(session, viewer, row)} == open_to
    assert not any(may_write(session, others, row) for row in rows.values())
    assert not any(may_write(session, None, row) for row in rows.values())
    officer = Viewer(9, "x", frozenset({Role.SECRETARIAT}))
    assert all(may_write(session, officer, row) for row in rows.values())
    ids = {kind: row.id for kind, row in rows.items()}
    see(session, viewer)
    assert seen_of(session, ids) == open_to


def test_setting_the_same_viewer_again_keeps_loaded_rows(session: Any, two: Any) -> None:
    see(session, member_of(two[0]))
    row = session.scalars(select(Contact)).one()
    guard.set_viewer(session, member_of(two[0]))

    assert row in session


def test_statement_without_entities_is_executed(session: Any) -> None:
    see(session, PUBLIC)

    assert session.execute(text("SELECT 1")).scalar() == 1


def test_row_added_before_the_viewer_was_set_is_kept(session: Any, two: Any) -> None:
    session.info.pop(guard.KEY)
    added = a_contact(two[0])
    session.add(added)
    guard.set_viewer(session, member_of(two[0]))

    assert added in session


def test_acting_as_system_restores_the_former_viewer(session: Any) -> None:
    for former in (None, member_of(1)):
        session.info.pop(guard.KEY, None)
        if former is not None:
            guard.set_viewer(session, former)
        with guard.acting_as_system(session):
            assert guard.viewer_of(session) == SYSTEM
        assert guard.viewer_of(session) == former


def test_every_table_of_a_member_is_scoped() -> None:
    """Every table with an organisation_id is scoped or listed here with the reason why not."""
    open_tables = {
        "ab_user": "accounts are read before anybody is known",
        "constituent_body": "the public notice names it",
        "contact_attempt": "the secretariat's own notes; no member page reads them",
        "expulsion": "the secretariat's file; the member page reads it through its service",
        "agenda_exclusion": "read through services/meeting/rolls.py, by those who may see the meeting",
        "meeting_presence": "as above",
        "meeting_roll": "as above",
        "statement": "as above; what a member said is shown to others after the close only",
        "vote": "as above",
        "membership": "who is a member since when is public",
        "proposal_author": "the page of a proposal names who proposes; read through its service",
        "organisation_version": "what stood on the roster is public",
        "outbox_message": "read through services/post/letters.py",
        "activity_field": "codes that other rows name; no member keeps one",
        "municipality": "as above",
        "organisation_note": "the secretariat's own notes; no member page reads them",
    }
    scoped = {entity.__tablename__ for entity in scoped_classes()}
    with_owner = {
        name
        for name, table in Organisation.metadata.tables.items()
        if "organisation_id" in table.columns
    }

    assert Application.__tablename__ in scoped
    assert with_owner - scoped <= set(open_tables)
