"""The municipalities' pages: counts by tier, what is there, what is not, and members' pages."""

from typing import Any

import pytest
from flask import Flask

from app.models.common.master import OUTSIDE_PREFECTURE
from app.models.policy.support_offer import SupportOffer
from app.models.support.desk import Desk
from app.models.support.good_practice import GoodPractice
from app.models.support.place import Place
from app.rules.membership.roster import Tier
from app.rules.support.trouble_words import Trouble
from app.security import guard
from app.security.viewer import PUBLIC, Role
from app.services.policy import municipalities
from app.services.registers import first_entries
from tests import factories
from tests.support.accounts import RoleClients
from tests.support.client import PlatformClient
from tests.support.queries import counted
from tests.support.register_samples import entry

MOST_QUERIES = 6
WAKASA, CHIZU = "313254", "313289"


def numbers(code: str) -> dict[str, int]:
    """Return part → number of a municipality."""
    titles = [part.title for part in municipalities.parts()]
    for municipality, found in municipalities.table():
        if municipality.code == code:
            return dict(zip(titles, found, strict=True))
    raise AssertionError(code)


def test_all_19_are_listed_with_their_member(session: Any, client: PlatformClient) -> None:
    table = municipalities.table()
    assert len(table) == 19 and OUTSIDE_PREFECTURE not in {each.code for each, _n in table}
    assert {found[0] for _m, found in table} == {1}
    page = client.get("/municipalities/").text
    assert "江府町" in page and "県外" not in page


@pytest.mark.both_databases
def test_counted_is_what_the_viewer_sees(session: Any) -> None:
    entry(Place, municipality=WAKASA)
    entry(Place, municipality=WAKASA, tier=Tier.MEMBERS)
    entry(SupportOffer, municipality=WAKASA, tier=Tier.MEMBERS)
    entry(GoodPractice, municipalities=[WAKASA, CHIZU])
    gone = entry(Place, municipality=WAKASA)
    gone.retired_on = gone.created_at.date()
    session.flush()
    whole = numbers(WAKASA)
    assert (whole["Places to be"], whole["Part in comprehensive support"]) == (2, 1)
    guard.set_viewer(session, PUBLIC)
    seen = numbers(WAKASA)
    assert (seen["Places to be"], seen["Part in comprehensive support"]) == (1, 0)
    assert seen["Good practices"] == numbers(CHIZU)["Good practices"] == 1
    listed = {part.title: found.number for part, found in municipalities.page(WAKASA)}
    assert listed == seen


def test_list_takes_few_queries_at_any_length(
    app: Flask, session: Any, client: PlatformClient
) -> None:
    for number in range(60):
        entry(Place, municipality=(WAKASA, CHIZU)[number % 2])
    client.get("/municipalities/")
    with counted(app) as statements:
        assert client.get("/municipalities/").status_code == 200
    assert len(statements) <= MOST_QUERIES, statements


def test_page_takes_few_queries_however_many_registers_there_are(
    app: Flask, session: Any, client: PlatformClient
) -> None:
    entry(Place, municipality=WAKASA)
    client.get(f"/municipalities/{WAKASA}")
    with counted(app) as statements:
        assert client.get(f"/municipalities/{WAKASA}").status_code == 200
    assert len(statements) <= MOST_QUERIES, statements


def test_page_tells_what_is_there_what_is_not_and_who_is_near(
    session: Any, client: PlatformClient
) -> None:
    place = entry(Place, municipality=WAKASA, name="こもれびの部屋")
    hidden = entry(Place, municipality=WAKASA, name="会員だけの部屋", tier=Tier.MEMBERS)
    elsewhere = entry(Place, municipality=CHIZU, name="となりの部屋")
    page = client.get(f"/municipalities/{WAKASA}").text
    assert f"/places/{place.public_id}" in page
    assert hidden.name not in page and elsewhere.name not in page
    lacking = page[page.index("まだ登録がないもの") :]
    assert "好事例" in lacking and "居場所" not in lacking[: lacking.index("八頭郡")]
    assert all(name in lacking for name in ("智頭町", "八頭町"))
    assert '<option value="312011">' not in page  # no neighbour
    assert "まだ登録がないもの" in client.get("/municipalities/312011").text


def test_members_alone_see_which_troubles_no_desk_is_for(
    session: Any, client: PlatformClient, client_as: RoleClients
) -> None:
    told, path = "対象とする窓口がないお困りごと", f"/municipalities/{WAKASA}"
    assert told not in client.get(path).text
    for role in (Role.SECRETARIAT, Role.GENERAL):
        assert told in client_as(role).get(path).text
    entry(Desk, troubles=[trouble.value for trouble in Trouble], whole_prefecture=True)
    session.commit()
    assert told not in client_as(Role.SECRETARIAT).get(path).text


def test_long_part_names_fifty_and_counts_all(session: Any) -> None:
    for _ in range(first_entries.MOST + 2):
        entry(Place, municipality=WAKASA)
    (places,) = (found for part, found in municipalities.page(WAKASA) if part.path == "/places/")
    assert (places.number, len(places.entries)) == (first_entries.MOST + 2, first_entries.MOST)


def test_members_page_names_what_the_member_keeps(session: Any, client_as: RoleClients) -> None:
    member = factories.member(municipality_code=WAKASA, activity_fields=["place"])
    shown = entry(Place, member.id, name="こもれびの部屋")
    hidden = entry(Place, member.id, name="会員だけの部屋", tier=Tier.MEMBERS)
    other = entry(Place, factories.member().id, name="よその部屋")
    path = f"/roster/{member.public_id}"
    page = client_as("public").get(path).text
    assert f"/places/{shown.public_id}" in page
    assert hidden.name not in page and other.name not in page
    assert f"/roster?field=place&amp;municipality={WAKASA}" in page
    assert f"/municipalities/{WAKASA}" in page and "/message" not in page
    page = client_as("general").get(path).text
    assert hidden.name in page and f"{path}/message" in page
    assert f"{path}/message" not in client_as("general", member).get(path).text
