"""Desks: closed at once, hours in their normal form, a hidden place nowhere but in its own field."""

import csv
import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import jsonschema
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from app import clock
from app.errors import NotFound, RuleViolation
from app.extensions import db
from app.models.common.audit import AuditEntry
from app.models.registers.entry import RegisterVersion, fields_of
from app.models.support.desk import Desk, DeskPassing
from app.rules.membership.roster import Tier
from app.rules.support.desk_words import Capacity
from app.security.guard import acting_as_system
from app.security.viewer import SYSTEM
from app.services.common import audit
from app.services.common.data_files import rows
from app.services.registers import entries, formats, texts, versions
from app.services.registers.open_interface import Item
from app.services.support import desk_hours, desks
from tests import factories
from tests.support.desk import officer
from tests.support.members import person_of
from tests.support.register_samples import entry
from tests.support.source import ROOT

MONDAY = date(2026, 11, 30)
ADDRESS = "扇町21の7"


def at_clock(at: Callable[[datetime], None], day: date, hour: int) -> None:
    at(datetime(day.year, day.month, day.day, hour, tzinfo=clock.TOKYO))


def test_open_and_closed_with_the_clock(session: Any, at: Callable[[Any], None]) -> None:
    hours = desk_hours.of(entry(Desk, hours="月〜金 8:30〜17:15\n12月29日〜1月3日 休み"))
    for day, hour, phrase in (
        (MONDAY, 8, "次は今日8:30から"),
        (MONDAY, 9, "いま開いています（17:15まで）"),
        (MONDAY, 18, "次は12月1日（火）8:30から"),
        (date(2026, 12, 29), 10, "次は1月4日（月）8:30から"),
        (date(2027, 1, 11), 10, "次は1月12日（火）8:30から"),  # 成人の日
    ):
        at_clock(at, day, hour)
        assert desk_hours.phrase(hours) == phrase
        assert desk_hours.is_open(hours) is phrase.startswith("いま")


def test_keeper_closes_a_desk_until_a_day_and_it_opens_by_itself(
    session: Any, at: Callable[[Any], None]
) -> None:
    at_clock(at, MONDAY, 10)
    owner = factories.member()
    desk = entry(Desk, owner.id, hours="月〜金 8:30〜17:15")
    assert desk_hours.is_open(desk_hours.of(desk))
    with acting_as_system(db.session):
        found = desks.close(person_of(owner), desk.public_id, MONDAY + timedelta(days=1), "研修")
        told = "今日は休みです（研修）。次は12月2日（水）8:30から"
        assert desk_hours.phrase(desk_hours.of(found)) == told
        at_clock(at, MONDAY + timedelta(days=2), 10)
        assert desk_hours.is_open(desk_hours.of(found))
        with pytest.raises(NotFound):
            desks.close(person_of(factories.member()), desk.public_id, MONDAY, "")
        with pytest.raises(RuleViolation) as refused:
            desks.close(SYSTEM, desk.public_id, MONDAY, "")
    assert refused.value.field == "until"


def test_hours_are_stored_in_their_normal_form_or_refused_at_their_field(session: Any) -> None:
    assert (
        entry(Desk, hours="平日　午前9時から午後5時まで").hours == "月〜金 9:00〜17:00\n祝日 休み"
    )
    with pytest.raises(RuleViolation) as refused:
        entry(Desk, hours="だいたい昼間")
    assert refused.value.field == "hours" and "1行目" in refused.value.message


def test_capacity_has_its_day(session: Any, at: Callable[[Any], None]) -> None:
    at_clock(at, MONDAY, 10)
    assert entry(Desk, capacity=Capacity.WAITING, capacity_on=None).capacity_on == MONDAY
    assert entry(Desk, capacity=None, capacity_on=MONDAY).capacity_on is None


@pytest.mark.both_databases
def test_hidden_place_stays_hidden_whoever_writes_it_and_leaves_no_trace(session: Any) -> None:
    desk, actor = entry(Desk, address=ADDRESS, is_hidden=True), officer()
    assert (desk.address, desk.municipality_code) == ("", None)
    assert ADDRESS in desk.hidden_place
    with acting_as_system(db.session):  # as an import does, which has some columns only
        entries.change(actor, Desk, desk.public_id, {"address": f"{ADDRESS}号"})
    session.flush()
    session.refresh(desk)
    assert (desk.address, desk.hidden_place) == ("", f"{ADDRESS}号")
    with acting_as_system(db.session):
        entries.change(actor, Desk, desk.public_id, {"is_hidden": False})
    assert (desk.address, desk.place) == ("", "")

    shown = entry(Desk, address=ADDRESS)
    with acting_as_system(db.session):
        entries.change(actor, Desk, shown.public_id, {"is_hidden": True})
    assert shown.address == "" and ADDRESS in shown.hidden_place
    audit.seal(session())
    kept = [each.values for each in session.scalars(select(RegisterVersion))]
    trail = [each.details for each in session.scalars(select(AuditEntry))]
    assert ADDRESS not in json.dumps([kept, trail], ensure_ascii=False)


@pytest.mark.both_databases
def test_database_itself_refuses_a_hidden_desk_with_an_address(session: Any) -> None:
    desk = entry(Desk, is_hidden=True)
    session.flush()
    with pytest.raises(IntegrityError):
        session.execute(
            text("UPDATE desk SET address = :address WHERE public_id = :pk"),
            {"address": ADDRESS, "pk": desk.public_id},
        )
    session.rollback()


def test_formats_of_others_say_what_a_desk_says(session: Any) -> None:
    desk = entry(Desk, hours="月〜金 8:30〜17:15", fax="0857-26-0009")
    words, said = texts.load(Desk, [desk]), {}
    item = Item(desk.public_id, versions.snapshot(desk) | {"address": desk.address}, desk)
    for name in formats.FORMATS:
        row = formats.row(name, fields_of(Desk), words, item, "https://example.jp/desks/1")
        said[name] = formats.write(name, Desk.register, [row], is_one=True)
    schema = json.loads((ROOT / "tests/support/hsds/service.json").read_text())
    jsonschema.Draft202012Validator(schema).validate(said["hsds"])
    assert said["hsds"]["schedules"][0]["byday"] == "MO,TU,WE,TH,FR"
    assert [each["number"] for each in said["hsds"]["phones"]] == [desk.phone, desk.fax]
    channel = said["schema.org"]["availableChannel"]
    assert channel["servicePhone"]["telephone"] == desk.phone
    assert channel["hoursAvailable"][0]["opens"] == "08:30"
    header, cells = csv.reader(said["gif-451-7"].decode("utf-8-sig").splitlines())
    table = dict(zip(header, cells, strict=True))
    assert (table["利用可能曜日"], table["開始時刻"]) == ("月火水木金", "08:30")
    assert (table["名称"], table["連絡先電話番号"]) == (desk.name, desk.phone)


def test_desk_does_not_pass_on_to_itself(session: Any) -> None:
    desk = entry(Desk)
    with pytest.raises(RuleViolation) as refused:
        entry(DeskPassing, source=desk.public_id, target=desk.public_id)
    assert refused.value.field == "target"


def test_initial_desks_are_public_and_say_where_they_come_from(session: Any) -> None:
    with acting_as_system(db.session):
        found = {desk.name: desk for desk in session.scalars(select(Desk))}
    said = {row["name"]: row for row in rows("desks.csv")}
    assert found.keys() == said.keys()
    for name, desk in found.items():
        assert desk.tier is Tier.PUBLIC and desk.checked_on is None
        assert desk.internal == f"出典：{said[name]['source']}"
        assert bool(desk.organisation_id) is bool(said[name]["owner"])
        assert desk.phone == said[name]["phone"]
