"""What the checks find, each in the state that it is about, on both databases."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete

from app import clock
from app.errors import NotPermitted
from app.extensions import db
from app.models.common.timer import Heartbeat
from app.models.post.address import ForgedReturn, MailAddress
from app.models.post.lane import MailLane, MailPause
from app.rules.post.addresses import AddressState
from app.rules.post.bounce_reasons import BounceReason
from app.rules.states.post.outbox import OutboxState
from app.security.case_visibility import CASE_SUBJECT
from app.security.viewer import PUBLIC, SYSTEM, Role, Viewer
from app.services.common import audit, heartbeats, timers
from app.services.common.checks import LATE, Level, Surroundings, at_least
from app.services.common.health import LEAST_FREE, judge_clocks
from app.services.front import findings
from app.services.post import health as letters
from app.views.common.check_words import WORDS
from tests import factories
from tests.support.queries import counted

KEEPER = Viewer(1, "", frozenset({Role.ADMINISTRATOR}))
PLAIN, WITH_MAIL = Surroundings(Path("/"), False), Surroundings(Path("/"), True)
SECOND = timedelta(seconds=1)


def level(name: str, where: Surroundings = WITH_MAIL) -> Level:
    return found(name, where).level


def found(name: str, where: Surroundings = WITH_MAIL) -> findings.Finding:
    return {each.check.name: each for each in findings.all_findings(KEEPER, where)}[name]


def test_every_check_has_words_and_a_name_of_its_own(app: Any) -> None:
    names = [check.name for check in findings.checks()]
    assert len(names) == len(set(names))
    assert set(names) == set(WORDS)


@pytest.mark.both_databases
def test_all_is_well_and_takes_one_query(app: Any, session: Any) -> None:
    session.commit()
    with counted(app) as statements:
        asked = findings.all_findings(KEEPER, WITH_MAIL)
    assert len(statements) == 1
    assert {each.check.name for each in asked if each.level is Level.BAD} == set()
    never = {each.check.name for each in asked if each.level is Level.NEVER}
    assert never == {
        *("inbox_read", "case_retention", "backup", "backup.verified", "retention", "addresses"),
    }


def test_stopped_lane_and_paused_domain_are_told_apart(session: Any) -> None:
    waiting = factories.letter(to="somebody@paused.example")
    waiting.next_at = clock.now() - timedelta(hours=1)
    session.flush()
    assert level("letter_oldest") is Level.BAD
    session.add(MailPause(domain="paused.example", until=clock.now() + timedelta(hours=1)))
    session.flush()
    assert (level("letter_oldest"), level("lanes_stopped")) == (Level.FINE, Level.FINE)
    session.add(MailLane(destination="mail.example:25", stopped_at=clock.now()))
    session.flush()
    assert level("lanes_stopped") is Level.BAD


def test_addresses_keys_and_made_up_returns_are_watched(session: Any, tmp_path: Path) -> None:
    names = ("addresses_unreached", "returns_forged")
    assert {level(name) for name in names} == {Level.FINE}
    gone = MailAddress(address="gone@example.jp", state=AddressState.DEAD, since=clock.now())
    gone.reason = BounceReason.USER_UNKNOWN
    gone.letter_id = factories.letter().id
    session.add(gone)
    session.add(ForgedReturn(day=clock.today(), number=letters.FORGED + 1))
    session.flush()
    assert {level(name) for name in names} == {Level.WATCH}
    unreadable = Surroundings(Path("/"), False, f"one={tmp_path / 'missing.pem'}")
    assert level("dkim_keys", unreadable) is Level.BAD


def test_visitor_and_member_are_told_nothing(session: Any) -> None:
    for viewer in (PUBLIC, Viewer(1, "", frozenset({Role.GENERAL}))):
        with pytest.raises(NotPermitted):
            findings.all_findings(viewer, PLAIN)
        with pytest.raises(NotPermitted):
            findings.sweeps(viewer, PLAIN)


@pytest.mark.parametrize("name", ["outbox", "timers", "imports", "inbound"])
def test_sweep_is_late_after_three_minutes_or_if_it_never_ran(
    session: Any, at: Callable[[datetime], None], name: str
) -> None:
    now = clock.now()
    at(now)
    heartbeats.beat(SYSTEM, name)
    at(now + LATE)
    assert level(name) is Level.FINE and findings.sweeps(SYSTEM, WITH_MAIL)[name]
    at(now + LATE + SECOND)
    assert level(name) is Level.BAD and not findings.sweeps(SYSTEM, WITH_MAIL)[name]
    session.execute(delete(Heartbeat).where(Heartbeat.name == name))
    assert level(name) is Level.BAD and not findings.sweeps(SYSTEM, WITH_MAIL)[name]


def test_mailbox_counts_only_where_one_is_read(session: Any) -> None:
    assert "inbound" in findings.sweeps(SYSTEM, WITH_MAIL)
    assert "inbound" not in findings.sweeps(SYSTEM, PLAIN)
    assert not {"inbound", "inbox_read"} & {
        each.check.name for each in findings.all_findings(KEEPER, PLAIN)
    }


@pytest.mark.parametrize(
    ("hours", "expected"), [(25, Level.FINE), (27, Level.WATCH), (51, Level.BAD)]
)
@pytest.mark.parametrize("name", ["backup", "backup.verified"])
def test_backup_is_judged_by_its_age(session: Any, name: str, hours: int, expected: Level) -> None:
    heartbeats.beat(SYSTEM, name, clock.now() - timedelta(hours=hours))
    assert level(name) is expected


@pytest.mark.both_databases
def test_letter_that_waits_is_found_by_its_due_time(
    session: Any, at: Callable[[datetime], None]
) -> None:
    now = clock.now()
    at(now)
    assert found("letter_oldest").value is None
    letter = factories.letter()
    later = factories.letter()
    later.next_at = now + timedelta(days=1)
    session.flush()
    at(now + letters.LONGEST_WAIT)
    assert found("letter_oldest")[1:] == (now, Level.FINE)
    at(now + letters.LONGEST_WAIT + SECOND)
    assert level("letter_oldest") is Level.BAD
    letter.state = OutboxState.SENT
    session.flush()
    assert level("letter_oldest") is Level.FINE


@pytest.mark.parametrize("state", [OutboxState.FAILED, OutboxState.UNCERTAIN])
def test_letter_for_a_person_is_counted_unless_no_office_sees_it(
    session: Any, state: OutboxState
) -> None:
    listed, unlisted = factories.letter(), factories.letter()
    listed.state = unlisted.state = state
    unlisted.unlisted = True
    session.flush()
    assert found("letters_undelivered")[1:] == (1, Level.WATCH)
    listed.state = OutboxState.CANCELLED
    session.flush()
    assert found("letters_undelivered")[1:] == (0, Level.FINE)


def test_timer_that_fails_is_watched_and_bad_after_an_hour(
    session: Any, at: Callable[[datetime], None]
) -> None:
    now = clock.now()
    at(now)
    timers.schedule("test", 1, now)
    timers.schedule("test", 2, now + timedelta(days=9))
    assert level("timer_oldest") is Level.FINE
    timer = timers.take_due(SYSTEM)
    assert timer is not None
    timers.postpone(SYSTEM, timer.id, "Fault")
    assert found("timers_failed")[1:] == (1, Level.WATCH)
    at(now + LATE + SECOND)
    assert level("timer_oldest") is Level.WATCH
    at(now + timedelta(hours=1, seconds=1))
    assert level("timer_oldest") is Level.BAD
    timers.finish(SYSTEM, timer)
    assert level("timer_oldest") is Level.FINE and level("timers_failed") is Level.FINE


def test_clock_put_back_is_found_by_the_trail(session: Any, at: Callable[[datetime], None]) -> None:
    now = clock.now()
    at(now)
    audit.record(SYSTEM, "setting.change", "setting", "test")
    session.commit()
    assert found("audit_head")[1:] == (now, Level.FINE)
    at(now - timedelta(hours=1))
    assert level("audit_head") is Level.BAD


def test_work_on_a_case_does_not_show_in_the_trail_s_age(
    session: Any, at: Callable[[datetime], None]
) -> None:
    before = found("audit_head").value
    at(clock.now() + timedelta(days=1))
    audit.record(SYSTEM, "case.read", CASE_SUBJECT, "x")
    session.commit()
    assert found("audit_head").value == before


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_clocks_of_database_and_machine_agree(session: Any) -> None:
    assert abs(found("clock").value) <= 1 and level("clock") is Level.FINE


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0, Level.FINE),
        (5, Level.FINE),
        (-5, Level.FINE),
        (6, Level.WATCH),
        (-60, Level.WATCH),
        (61, Level.BAD),
        (-61, Level.BAD),
    ],
)
def test_clocks_are_judged_in_both_directions(seconds: int, expected: Level) -> None:
    assert judge_clocks(seconds) is expected


def test_disk_is_judged_by_its_free_bytes(session: Any) -> None:
    judge = at_least(watch=LEAST_FREE[0], bad=LEAST_FREE[1])
    assert [judge(number) for number in (LEAST_FREE[1] - 1, *LEAST_FREE[::-1])] == [
        Level.BAD,
        Level.WATCH,
        Level.FINE,
    ]
    assert found("disk").value > 0


def test_facts_are_read_without_writing_what_the_page_has_changed(session: Any) -> None:
    letter = factories.letter()
    session.commit()
    letter.subject = "changed by a form that is shown again"
    findings.all_findings(KEEPER, PLAIN)
    assert letter in db.session.dirty
