"""A database that was put back by any means: found, held, and nothing revoked comes alive."""

import json
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, inspect, select, text
from sqlalchemy.exc import OperationalError

from app import clock, create_app
from app.database import let_go
from app.extensions import db
from app.models.accounts.user import Account, OneTimeLink, RecoveryCode, UserSession
from app.models.cases.case import CaseParticipation
from app.models.cases.record import CaseAttachment, CaseRecord
from app.models.cases.request import CaseOffer
from app.models.common.audit import AuditEntry
from app.models.common.restore import DatabaseRestore
from app.models.council.council import ConstituentBody, CouncilPerson
from app.models.events.registration import CalendarAddress
from app.models.meeting.attendance import Proxy
from app.models.membership.organisation import Organisation
from app.models.news.digest import DigestWish
from app.models.post.outbox import OutboxMessage
from app.models.registers.api_key import ApiKey
from app.models.support.supporter import Supporter
from app.rules.cases.access import Section
from app.rules.cases.fields import RecordKind, RecordState
from app.rules.membership.membership import EndCause
from app.rules.post.subscriptions import STOPPABLE
from app.rules.states.cases.case import OfferState
from app.rules.states.post.outbox import OutboxState
from app.rules.states.support.supporter import SupporterStage
from app.security import ledger, passwords
from app.security.guard import acting_as_system
from app.security.viewer import SYSTEM, Role
from app.services.accounts import access
from app.services.accounts import links as account_links
from app.services.accounts.links import Purpose
from app.services.cases import attachments as case_attachments
from app.services.cases import records as case_records
from app.services.common import audit, ledger_lines, trail
from app.services.front import restores
from app.services.membership import memberships
from app.services.post import subscriptions
from app.tasks.post.outbox import sweep
from app.views.front.restores import RIGHTS
from tests import factories
from tests.support import api, databases, settings, sharing, supporters
from tests.support import meetings as hall
from tests.support.accounts import RoleClients, log_in
from tests.support.canaries import CANARY
from tests.support.cases import filled, new_case, person, viewer_of
from tests.support.snapshots import Snapshot

Take = Callable[[], Snapshot]


def checked() -> DatabaseRestore | None:
    """Compare, as every start of a process does."""
    found = restores.check(SYSTEM)
    db.session.commit()
    return found


def change(row: Any, **values: Any) -> None:
    """Change a row as a service would, with its entry in the trail."""
    for name, value in values.items():
        setattr(row, name, value)
    audit.record(SYSTEM, "test.do", "thing", inspect(row).identity[0])
    db.session.commit()


def rows_alive() -> dict[str, Any]:
    """Create for each kind of right a row in which it is alive."""
    account = factories.account(
        Role.SECRETARIAT, organisation=factories.founding_member(), password=factories.PASSWORD
    )
    account.totp_secret = b"sealed"
    meeting, _item = hall.in_session()
    hall.delegate(meeting, *hall.executives()[:2])
    writer = person()
    case = new_case(writer)
    actor = viewer_of(writer)
    given = filled(RecordKind.CONSENT) | {"withdrawn_on": None, "recipients": [writer.body_id]}
    consent = case_records.add(actor, case.id, RecordKind.CONSENT, given)
    paper = {"name": "memo.txt", "content": "覚え書き".encode()}
    attachment = case_attachments.add(actor, case.id, Section.COURSE, **paper)
    access_row = db.session.scalars(
        select(CaseParticipation).where(CaseParticipation.case_id == case.id)
    ).first()
    receiver = person("鳥取県弁護士会")
    offer = sharing.offered(case.id, receiver)
    term = person(coordinates=True)
    db.session.commit()
    return {
        "account": account,
        "organisation": factories.member(),
        "api_key": api.key(api.person())[0],
        "meeting": db.session.scalars(select(Proxy)).one(),
        "council_person": term,
        "constituent_body": term.body,
        "case.access": access_row,
        "case.consent": consent,
        "case.offer": db.session.get_one(CaseOffer, offer),
        "case.attachment": attachment,
        "supporter.end": supporters.serving(),
        **known_links(account),
    }


def known_links(account: Account) -> dict[str, Any]:
    """Create a row for each kind of personal link, with a nonce that somebody knows."""
    wish = DigestWish(organisation_id=account.organisation_id, account_id=account.id, wanted=True)
    wish.changed_at = clock.now()
    found: dict[str, Any] = {
        "digest_wish.link": wish,
        "calendar_address.link": CalendarAddress(account_id=account.id),
        "supporter.link": supporters.serving(name="もう一人"),
    }
    for row in found.values():
        row.nonce = "known"
        db.session.add(row)
    db.session.commit()
    return found


def factor(account: Account) -> bool:
    return account.totp_secret is not None


ENDS: dict[str, tuple[type[Any], Callable[[Any], dict[str, Any]], Callable[[Any], bool]]] = {
    "account.disabled": (
        Account,
        lambda row: {"active": False, "disabled_at": clock.now()},
        lambda row: row.active,
    ),
    "account.last_day": (
        Account,
        lambda row: {"ends_on": clock.today()},
        lambda row: row.ends_on is None,
    ),
    "account.roles": (Account, lambda row: {"roles": []}, lambda row: bool(row.roles)),
    "account.password": (
        Account,
        lambda row: {"password_changed_at": clock.now()},
        lambda row: passwords.verify(row.password, factories.PASSWORD).right,
    ),
    "account.second_factor": (Account, lambda row: {"totp_secret": None}, factor),
    "account.address": (
        Account,
        lambda row: {"email": "another@example.jp"},
        lambda row: row.active,
    ),
    "account.organisation": (
        Account,
        lambda row: {"organisation_id": None},
        lambda row: row.organisation_id is not None,
    ),
    "api_key.revoked": (
        ApiKey,
        lambda row: {"revoked_at": clock.now()},
        lambda row: row.revoked_at is None,
    ),
    "meeting.proxy": (
        Proxy,
        lambda row: {"ended_at": clock.now()},
        lambda row: row.ended_at is None,
    ),
    "council_person.term": (
        CouncilPerson,
        lambda row: {"ends_at": clock.now()},
        lambda row: row.ends_at is None,
    ),
    "council_person.coordinator": (
        CouncilPerson,
        lambda row: {"coordinates": False},
        lambda row: row.coordinates,
    ),
    "constituent_body.end": (
        ConstituentBody,
        lambda row: {"ends_on": clock.today()},
        lambda row: row.ends_on is None,
    ),
    "case.access": (
        CaseParticipation,
        lambda row: {"ends_at": clock.now()},
        lambda row: row.ends_at is None,
    ),
    "case.consent": (
        CaseRecord,
        lambda row: {"state": RecordState.WITHDRAWN},
        lambda row: row.state not in (RecordState.WITHDRAWN, RecordState.STRUCK),
    ),
    "case.offer": (
        CaseOffer,
        lambda row: {"state": OfferState.WITHDRAWN},
        lambda row: row.state is OfferState.OFFERED,
    ),
    "case.attachment": (
        CaseAttachment,
        lambda row: {"struck_at": clock.now()},
        lambda row: row.struck_at is None,
    ),
    **{
        kind: (entity, lambda row: {"nonce": "renewed"}, lambda row: row.nonce == "known")
        for kind, entity in (
            ("digest_wish.link", DigestWish),
            ("calendar_address.link", CalendarAddress),
            ("supporter.link", Supporter),
        )
    },
    "supporter.end": (
        Supporter,
        lambda row: {"ended_on": clock.today()},
        lambda row: row.stage is not SupporterStage.ENDED,
    ),
}
"""Kind → class of its row, what ends it, and whether it is alive."""


def test_every_kind_of_right_is_tested_and_has_a_label() -> None:
    others = {"organisation.membership", "letter", "letter.stopped"}
    assert set(ledger_lines.KINDS) == set(ENDS) | others == set(RIGHTS)


@pytest.mark.both_databases
def test_every_right_that_had_ended_is_ended_again(session: Any, snapshot: Take) -> None:
    alive = rows_alive()
    ids = {
        kind: inspect(alive.get(kind, alive.get(kind.partition(".")[0]))).identity[0]
        for kind in ENDS
    }
    checked()
    before = snapshot()
    for kind, (entity, end, _is_alive) in ENDS.items():
        change(session.get_one(entity, ids[kind]), **end(session.get_one(entity, ids[kind])))
    before.put_back()
    revived = {
        kind for kind, (entity, _end, is_alive) in ENDS.items()
        if is_alive(session.get_one(entity, ids[kind]))
    }  # fmt: skip
    assert revived == set(ENDS)

    found = checked()
    assert found is not None and found.lost > 0
    session.expunge_all()
    for kind, (entity, _end, is_alive) in ENDS.items():
        assert not is_alive(session.get_one(entity, ids[kind])), kind
    assert list(trail.verify()) == []
    assert checked() is None  # found once


def test_departed_organisations_persons_stay_out(session: Any, snapshot: Take) -> None:
    organisation = factories.member()
    account = factories.account(organisation=organisation)
    organisation_id, account_id = organisation.id, account.id
    checked()
    before = snapshot()
    memberships.end(
        SYSTEM,
        session.get_one(Organisation, organisation_id),
        EndCause.WITHDRAWAL,
        on=clock.today(),
    )
    audit.record(SYSTEM, "test.do", "thing", 1)
    session.commit()
    before.put_back()
    found = checked()
    assert found is not None and found.ended == {"organisation.membership": [organisation_id]}
    assert not session.get_one(Account, account_id).active


@pytest.mark.both_databases
def test_sessions_links_and_codes_are_void_and_waiting_letters_held(
    client: Any, session: Any, snapshot: Take
) -> None:
    account = factories.account(organisation=factories.member(), password=factories.PASSWORD)
    log_in(client, account)
    account_id = account.id
    account_links.issue(Purpose.PASSWORD_RESET, account.id)
    session.add(RecoveryCode(account_id=account.id, code_hash="x"))
    letter_id = factories.letter().id
    session.commit()
    checked()
    before = snapshot()
    audit.record(SYSTEM, "test.do", "thing", 1)
    session.commit()
    before.put_back()

    found = checked()
    assert found is not None and (found.letters, found.links, found.lost) == (1, 1, 1)
    assert session.scalars(select(UserSession)).all() == []
    [link] = session.scalars(select(OneTimeLink).where(OneTimeLink.account_id == account_id))
    assert link.expires_at <= clock.now()
    assert session.scalars(select(RecoveryCode)).one().used_at is not None
    assert session.get_one(OutboxMessage, letter_id).state is OutboxState.HELD
    assert client.get("/account/").status_code != 200


@pytest.mark.both_databases
def test_letter_sent_since_is_found_and_not_sent_again(session: Any, snapshot: Take) -> None:
    waiting = factories.letter(dedupe_key="test:waiting").id
    session.commit()
    checked()
    before = snapshot()
    factories.letter(dedupe_key="test:later")
    session.commit()
    sweep()
    assert session.get_one(OutboxMessage, waiting).state is OutboxState.SENT
    before.put_back()
    assert checked() is not None
    assert session.get_one(OutboxMessage, waiting).state is OutboxState.HELD
    later = factories.letter(dedupe_key="test:later")  # the timer that wrote it is due again
    assert later.state is OutboxState.HELD
    assert factories.letter(dedupe_key="test:new").state is OutboxState.PENDING


def test_stopped_letters_stay_stopped_until_their_recipient_resumes_them(
    session: Any, snapshot: Take
) -> None:
    address, purpose = "somebody@example.jp", next(iter(STOPPABLE))
    letter = factories.letter(to=address)
    letter.purpose = purpose
    letter_id = letter.id
    session.commit()
    checked()
    before = snapshot()
    subscriptions.stop(SYSTEM, letter_id)
    session.commit()
    before.put_back()
    assert not subscriptions.is_stopped(address, purpose)
    found = checked()
    assert found is not None and found.ended == {"letter.stopped": 1}
    assert subscriptions.of_letter(SYSTEM, letter_id).is_stopped
    subscriptions.resume(SYSTEM, letter_id)
    assert not subscriptions.is_stopped(address, purpose)


def test_sending_alone_is_reason_enough(session: Any, snapshot: Take) -> None:
    """The trail has no entry for a letter that leaves; its history in the outbox tells."""
    factories.letter()
    session.commit()
    checked()
    before = snapshot()
    sweep()
    before.put_back()
    assert checked() is not None


def test_right_given_back_since_is_not_taken_for_one_that_ended_before(
    session: Any, snapshot: Take
) -> None:
    account_id = factories.account(organisation=factories.member()).id
    session.commit()
    checked()
    access.disable(SYSTEM, account_id)
    session.commit()
    access.enable(SYSTEM, account_id)
    session.commit()
    before = snapshot()
    audit.record(SYSTEM, "test.do", "thing", 1)
    session.commit()
    before.put_back()
    found = checked()
    assert found is not None and found.ended == {}
    assert session.get_one(Account, account_id).active


def test_rolled_back_revocation_is_taken_back(session: Any, snapshot: Take) -> None:
    account_id = factories.account(organisation=factories.member()).id
    session.commit()
    checked()
    before = snapshot()

    def fail(_session: Any) -> None:
        raise RuntimeError("the disk is full")

    access.disable(SYSTEM, account_id)
    event.listen(session(), "before_commit", fail)
    try:
        with pytest.raises(RuntimeError):
            session.commit()
    finally:
        event.remove(session(), "before_commit", fail)
    session.rollback()
    assert ledger.current().lines()[-1]["kind"] == "begin"
    audit.record(SYSTEM, "test.do", "thing", 1)
    session.commit()
    before.put_back()
    found = checked()
    assert found is not None and found.ended == {}


def test_database_that_went_on_after_it_was_put_back_is_found(session: Any, snapshot: Take) -> None:
    account_id = factories.account(organisation=factories.member()).id
    session.commit()
    checked()
    before = snapshot()
    access.disable(SYSTEM, account_id)
    session.commit()
    before.put_back()
    for number in range(9):  # more entries than were lost: the number alone would not tell
        audit.record(SYSTEM, "test.do", "thing", number)
        session.commit()
    assert checked() is not None
    assert not session.get_one(Account, account_id).active


@pytest.mark.both_databases
def test_commits_during_a_comparison_are_no_restore(app: Flask, session: Any) -> None:
    checked()
    session.remove()

    def work() -> None:
        with app.app_context(), acting_as_system(db.session()):
            for number in range(200):
                factories.letter(dedupe_key=f"test:{number}")
                audit.record(SYSTEM, "test.do", "thing", number)
                db.session.commit()

    thread = Thread(target=work)
    thread.start()
    while thread.is_alive():
        assert checked() is None
    thread.join()


def test_another_database_begins_its_own_ledger(
    app: Flask, session: Any, snapshot: Take, tmp_path: Path
) -> None:
    checked()
    account = factories.account(organisation=factories.member())
    session.commit()
    access.disable(SYSTEM, account.id)
    session.commit()
    store = ledger.current()
    mark = store.mark()
    assert mark is not None
    deleted = ledger.Mark("f" * 64, 10_000, "e" * 64, 10_000)
    store.begin(deleted, is_other=False)
    assert checked() is None
    begun = store.mark()
    assert begun is not None and begun.origin == mark.origin
    assert len(store.lines()) == 1
    assert list(Path(app.config["LEDGER_FOLDER"]).glob("*-ledger.jsonl"))


def test_new_database_is_none_that_was_put_back(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'platform.sqlite3'}"
    app = create_app(settings.for_tests(tmp_path / "instance", url))
    databases.build(app, databases.SqliteDatabase(tmp_path))
    with app.app_context(), acting_as_system(db.session):
        restores.start(SYSTEM)
        db.session.commit()
        assert db.session.scalars(select(DatabaseRestore)).all() == []
        assert not app.extensions["ledger"].mark().is_left
        db.session.rollback()
        db.engine.dispose()


def test_ledger_is_completed_from_its_copy(session: Any, snapshot: Take, tmp_path: Path) -> None:
    """A snapshot of the whole machine puts back the ledger's folder, too."""
    store = ledger.Ledger(tmp_path / "a", [tmp_path / "b"], "secret")
    store.append([{"kind": "one"}])
    kept = (tmp_path / "a" / ledger.LINES).read_bytes()
    store.append([{"kind": "two"}])
    (tmp_path / "a" / ledger.LINES).write_bytes(kept)
    store.level()
    assert [line["kind"] for line in store.lines()] == ["one", "two"]


def test_cut_off_line_spoils_no_other(tmp_path: Path) -> None:
    store = ledger.Ledger(tmp_path / "a", [], "secret")
    store.append([{"kind": "one"}])
    with (tmp_path / "a" / ledger.LINES).open("ab") as file:
        file.write(b'{"kind":"tw')
    store.append([{"kind": "three"}])
    assert [line["kind"] for line in store.lines()] == ["one", "three"]


def test_copy_that_is_away_keeps_nobody_from_ending_a_right(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store = ledger.Ledger(tmp_path / "a", [tmp_path / "file" / "b"], "secret")
    store.append([{"kind": "one"}])
    assert len(store.lines()) == 1


def test_ledger_names_nobody_and_no_case(app: Flask, session: Any) -> None:
    alive = rows_alive()
    account = alive["account"]
    names = [account.email, account.last_name, account.username, CANARY]
    cases = set(session.scalars(select(CaseParticipation.case_id)))
    for kind, (_entity, end, _is_alive) in ENDS.items():
        row = alive.get(kind, alive.get(kind.partition(".")[0]))
        change(row, **end(row))
    factories.letter(to="somebody@example.jp")
    session.commit()
    sweep()
    text = Path(app.config["LEDGER_FOLDER"], ledger.LINES).read_text()
    assert not [word for word in (*names, *cases, "example.jp") if word in text]
    allowed = {"kind", "id", "at", "sequence", "hash", "end", "kept", "address", "left", "nonce"}
    for line in map(json.loads, text.splitlines()):
        assert set(line) <= allowed | {"state", "letter", "origin"}


def test_heads_of_the_trail_are_noted(session: Any) -> None:
    for number in range(45):
        audit.record(SYSTEM, "test.do", "thing", number)
        session.commit()
    heads = [line for line in ledger.current().lines() if line["kind"] == ledger.HEAD]
    assert len(heads) in (2, 3)
    for head in heads:
        assert session.get_one(AuditEntry, head["sequence"]).hash == head["hash"]


def test_secretariat_sees_and_confirms(client_as: RoleClients, session: Any) -> None:
    factories.restore()
    session.commit()
    desk = client_as(Role.SECRETARIAT)
    assert "/restores/" in desk.get("/").text
    page = desk.submit("/restores/", follow_redirects=True)
    assert page.status_code == 200 and "確認" in page.text
    assert "/restores/" not in desk.get("/").text
    assert session.scalars(select(DatabaseRestore)).one().confirmed_by_name


def test_command_compares_first(app: Flask, session: Any, snapshot: Take) -> None:
    account_id = factories.account(organisation=factories.member()).id
    session.commit()
    checked()
    before = snapshot()
    access.disable(SYSTEM, account_id)
    session.commit()
    before.put_back()
    answer = app.test_cli_runner().invoke(args=["outbox", "status"])
    assert answer.exit_code == 0, answer.output
    session.expunge_all()
    assert not session.get_one(Account, account_id).active


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_line_of_a_commit_without_an_answer_stays_until_the_next_start(session: Any) -> None:
    account_id = factories.account(organisation=factories.member()).id
    session.commit()
    checked()
    ours = session.scalar(text("SELECT pg_backend_pid()"))

    def lose_connection(_connection: Any) -> None:
        with db.engine.connect() as other:
            other.execute(text("SELECT pg_terminate_backend(:ours, 1000)"), {"ours": ours})

    access.disable(SYSTEM, account_id)
    event.listen(db.engine, "commit", lose_connection)
    try:
        with pytest.raises(OperationalError):
            session.commit()
    finally:
        event.remove(db.engine, "commit", lose_connection)
    let_go(session())
    assert ledger.current().lines()[-1]["kind"] == "account.disabled"
    for number in range(3):  # the trail goes on beyond the lost commit
        audit.record(SYSTEM, "test.do", "thing", number)
    session.commit()
    restores.start(SYSTEM)
    assert session.get_one(Account, account_id).active
    assert ledger.current().lines()[-1]["kind"] == "begin"


def test_line_whose_commit_a_crash_prevented_is_taken_back(session: Any, snapshot: Take) -> None:
    account_id = factories.account(organisation=factories.member()).id
    session.commit()
    checked()
    mark = ledger.current().mark()
    assert mark is not None
    at = {"sequence": mark.sequence + 1, "hash": "a" * 64}
    ledger.current().append([{"kind": "account.disabled", "id": account_id, "at": "", **at}])
    audit.record(SYSTEM, "test.do", "thing", 1)
    session.commit()
    restores.start(SYSTEM)
    before = snapshot()
    audit.record(SYSTEM, "test.do", "thing", 2)
    session.commit()
    before.put_back()
    found = checked()
    assert found is not None and found.ended == {}
