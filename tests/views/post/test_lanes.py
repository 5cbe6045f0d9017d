"""The page of the mail servers: what is stopped and why, and how it goes on."""

from typing import Any

from app.services.post import lanes as lane_services
from tests import factories
from tests.support import lanes
from tests.support.accounts import RoleClients
from tests.support.trail import entry_details


def test_stopped_server_is_shown_where_the_secretariat_looks(
    session: Any, client_as: RoleClients
) -> None:
    client = client_as("secretariat")
    assert "/mail-lanes/" not in client.get("/").text + client.get("/outbox/").text
    lane = lanes.stopped_lane()
    factories.letter()
    session.commit()

    assert "/mail-lanes/" in client.get("/").text
    assert "/mail-lanes/" in client.get("/outbox/").text
    page = client.get("/mail-lanes/").text
    assert lane.destination in page and "554 5.7.1 Relay access denied" in page


def test_sending_is_resumed_by_a_click_and_recorded(session: Any, client_as: RoleClients) -> None:
    lane_id = lanes.stopped_lane().id
    session.commit()
    client = client_as("secretariat")
    assert client.submit("/mail-lanes/", form="/resume").status_code == 303

    session.rollback()
    assert lane_services.stopped() == []
    assert entry_details("mail_lane", lane_id, "mail_lane.resume") == [{}]
    assert lanes.hold() is not None, "it is free at once"


def test_domain_that_asked_for_patience_is_shown(session: Any, client_as: RoleClients) -> None:
    lanes.stopped_lane()
    lane_services.pause_domain(lanes.SYSTEM, "slow.jp", "450 4.7.1 Slow down", lanes.PATIENCE)
    session.commit()
    page = client_as("secretariat").get("/mail-lanes/").text
    assert "slow.jp" in page and "450 4.7.1 Slow down" in page
