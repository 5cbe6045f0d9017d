"""The public notice: drafted from current data, stored as published, compared with later data."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from app import clock
from app.errors import NotPermitted, RuleViolation, StaleState
from app.security.viewer import PUBLIC, SYSTEM
from app.services.cases import coordinators
from app.services.council import bodies as council_bodies
from app.services.council import councils, public_notices
from app.services.council import persons as council_persons
from tests import factories
from tests.documents.papers import squeezed, text_of
from tests.support import council_desk
from tests.support.concurrency import refused, run_concurrently
from tests.support.desk import officer


def seen() -> str:
    return public_notices.stamp(public_notices.as_of_today(councils.required()))


def publish(**values: Any) -> Any:
    default = {
        "number": "鳥取県告示第1号",
        "published_on": clock.today(),
        "issuer": "鳥取県知事　因幡 花子",
        "seen": seen(),
    }
    return public_notices.publish(officer(), **default | values)


def test_conditions_of_publication(session: Any) -> None:
    with pytest.raises(RuleViolation, match="まだ設置されていません"):
        public_notices.draft(officer())
    factories.council()
    with pytest.raises(NotPermitted):
        public_notices.draft(PUBLIC)
    for field in ("number", "issuer"):
        with pytest.raises(RuleViolation, match="番号と公示する者"):
            publish(**{field: "　"})
    for day in (date(2024, 3, 31), clock.today() + timedelta(days=1)):
        with pytest.raises(RuleViolation, match="公示の日"):
            publish(published_on=day)
    with pytest.raises(RuleViolation, match="構成機関等が登録されていません"):
        publish()
    factories.body()
    before = seen()
    factories.body()
    with pytest.raises(StaleState, match="公示の事項が変わりました"):
        publish(seen=before)
    publish()
    with pytest.raises(StaleState, match="同じ番号の同じ内容"):
        publish()
    with pytest.raises(RuleViolation, match="前の公示があるとき"):
        publish(number="2", published_on=clock.today() - timedelta(days=1))


def test_mismatch_with_the_published_notice_is_reported(session: Any) -> None:
    assert public_notices.mismatch(councils.present()) == ()
    city = factories.founding_member("鳥取市")
    body = factories.body(city)
    [missing] = public_notices.mismatch(councils.present())
    assert "公示が、まだありません" in missing
    publish()
    council = councils.required()
    assert public_notices.mismatch(council) == []
    other = factories.body(factories.founding_member("米子市"))
    coordinators.designate(officer(), other.id)
    council_bodies.end(officer(), body.id, clock.today() - timedelta(days=1))
    councils.revise(officer(), name="新しい協議会", established_on=date(2024, 4, 2))
    assert public_notices.mismatch(council) == [
        "設置の年月日：令和6年4月1日 → 令和6年4月2日",
        "協議会の名称：鳥取県孤独・孤立対策地域協議会 → 新しい協議会",
        "調整機関の名称：指定なし → 米子市",
        "構成機関等に加わった：米子市",
        "構成機関等でなくなった：鳥取市",
    ]
    publish(number="鳥取県告示第2号")
    assert public_notices.mismatch(council) == []
    assert [notice.number[-2] for notice in public_notices.every()] == ["2", "1"]


def test_renamed_organisation_is_a_mismatch(session: Any) -> None:
    organisation = factories.member(name="旧名の会")
    body = factories.body(organisation)
    publish()
    organisation.name = "新名の会"
    assert public_notices.mismatch(councils.required()) == [
        "構成機関等に加わった：新名の会",
        "構成機関等でなくなった：旧名の会",
    ]
    publish()
    assert body.name == "新名の会" and public_notices.mismatch(councils.required()) == []


@pytest.mark.both_databases
def test_concurrent_publication_and_registration_take_effect_once(app: Flask, session: Any) -> None:
    body, account = factories.body(), factories.account()
    values = {"number": "鳥取県告示第1号", "published_on": clock.today(), "issuer": "知事"}
    values |= {"seen": seen()}
    person = {"account_id": account.id, "body_id": body.id, "begins_on": clock.today()}
    session.commit()
    outcomes = run_concurrently(app, [lambda: public_notices.publish(SYSTEM, **values)] * 2)
    assert len(refused(outcomes)) == 1 and len(public_notices.every()) == 1
    session.commit()
    outcomes = run_concurrently(app, [lambda: council_persons.register(SYSTEM, **person)] * 2)
    assert len(refused(outcomes)) == 1


def test_document_shows_what_was_published_and_does_not_change(session: Any) -> None:
    factories.body(factories.founding_member("鳥取市"))
    first = publish()
    text = text_of(first.document)
    for words in (
        "鳥取県告示第1号",
        "を設置したので",
        "令和6年4月1日に設置した",
        "指定していない",
        "鳥取市",
    ):
        assert squeezed(words) in text
    assert squeezed("鳥取県知事　因幡 花子") in text
    coordinators.designate(officer(), councils.bodies()[0].id)
    kept = first.document
    second = council_desk.published()
    assert "で公示した孤独・孤立対策地域協議会について" in text_of(second.document)
    assert "指定していない" not in text_of(second.document)
    assert public_notices.one(first.id).document == kept
