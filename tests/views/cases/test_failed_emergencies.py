"""Refused attempts at emergency access reach the coordinators, and name no case."""

from typing import Any

from flask import Flask

from app.services.cases import emergencies
from app.services.front import council_home
from tests.support.cases import client_of, coordinator, new_case, person, see_as, viewer_of


def test_refused_attempts_are_counted_for_coordinators(app: Flask, session: Any) -> None:
    leader, other, third = coordinator(), person("境港市"), person("米子市")
    new_case(person("鳥取市"))
    leads, curious, another = map(viewer_of, (leader, other, third))
    client, home = client_of(app, other), client_of(app, leader)
    typed = {"term": str(other.id), "case_alias": "K-AAAAAA", "reason": "見たい"}
    assert client.submit("/cases/emergency", typed).status_code == 422

    page = home.get("/cases/received/").text
    assert "認められなかった緊急閲覧の試み" in page and curious.name in page
    assert "認められなかった緊急閲覧の試み" in home.get("/").text
    assert council_home.waiting(see_as(leads))["council_failures"] == 1
    [attempt] = emergencies.failures(leads)
    assert attempt.actor_id == curious.account_id and "AAAAAA" not in str(attempt.details)
    for viewer in (curious, another):
        assert council_home.waiting(see_as(viewer))["council_failures"] == 0
        assert emergencies.failures(viewer) == []
