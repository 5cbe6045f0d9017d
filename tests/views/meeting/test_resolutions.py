"""The public register of resolutions."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.models.meeting.resolution import ResolutionRecord
from app.rules.meeting.agenda import ResolutionKind
from app.services.meeting import closing, votes
from tests.support.accounts import RoleClients
from tests.support.client import PlatformClient
from tests.support.desk import officer
from tests.support.meetings import (
    arrive,
    executives,
    expulsion_awaiting,
    in_session,
    raise_hands,
    resolution,
)
from tests.support.platform_meetings import resolved
from tests.support.queries import counted


def test_register_shows_resolutions_with_their_counts(session: Any, client: PlatformClient) -> None:
    assert "/resolutions/" in client.get("/").text
    number = resolved()
    listed = client.get("/resolutions/").text
    assert f'href="/resolutions/{number}"' in listed and "令和9年度の事業計画" in listed
    page = client.get(f"/resolutions/{number}").text
    record = session.scalars(select(ResolutionRecord)).one()
    assert record.reason in page and "可決" in page


def test_votes_of_members_are_not_public(session: Any, client: PlatformClient) -> None:
    number = resolved()
    main = client.get(f"/resolutions/{number}").text.partition("<main")[2]
    assert "鳥取県弁護士会" not in main
    for part in ("record", "record.json", "record.pdf"):
        assert client.get(f"/resolutions/{number}/{part}").status_code in (302, 303, 403, 404)


def test_rejected_resolution_is_not_in_the_register(session: Any, client: PlatformClient) -> None:
    file = expulsion_awaiting()
    meeting, item = in_session(
        title="一般団体の除名", kind=ResolutionKind.EXPULSION, expulsion_id=file.id
    )
    arrive(meeting, *executives())
    votes.open_item(officer(), item.id)
    record = closing.close(officer(), item.id)
    assert "除名" not in client.get("/resolutions/").text.partition("<main")[2]
    assert client.get(f"/resolutions/{record.sequence}").status_code == 404
    assert client.get("/resolutions/999999").status_code == 404


def test_register_names_the_expelled_to_executives_and_secretariat_only(
    session: Any, client_as: RoleClients
) -> None:
    file = expulsion_awaiting()
    file.organisation.name = "合同会社さざなみ会"
    meeting, item = in_session(
        title="さざなみ会の除名について", kind=ResolutionKind.EXPULSION, expulsion_id=file.id
    )
    meeting.title = "合同会社さざなみ会の除名のための会議"
    arrive(meeting, *executives())
    votes.open_item(officer(), item.id)
    raise_hands(item, executives())
    record = closing.close(officer(), item.id)
    session.commit()
    pages = ("/resolutions/", f"/resolutions/{record.sequence}")
    for role in ("public", "general", "council", "administrator"):
        client = client_as(role)
        for page in pages:
            text = client.get(page).text
            assert "一般団体1団体の除名" in text and "さざなみ" not in text, (role, page)
        assert "さざなみ" not in client.get("/search?q=さざなみ").text.partition("<main")[
            2
        ].replace('value="さざなみ"', "").replace("「さざなみ」", "")
    for role in ("executive", "secretariat"):
        for page in pages:
            assert "さざなみ会の除名について" in client_as(role).get(page).text, (role, page)


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999"])
def test_invalid_page_number_is_a_bad_request(
    session: Any, client: PlatformClient, page: str
) -> None:
    assert client.get(f"/resolutions/?page={page}").status_code == 400


def test_list_takes_few_queries(session: Any, app: Flask, client: PlatformClient) -> None:
    meeting, first = in_session()
    items = [first, *(resolution(meeting) for _each in range(9))]
    members = executives()
    arrive(meeting, *members)
    for item in items:
        votes.open_item(officer(), item.id)
        raise_hands(item, members[:23])
        closing.close(officer(), item.id)
    client.get("/resolutions/")
    with counted(app) as statements:
        assert client.get("/resolutions/").text.count('href="/resolutions/') >= 10
    assert len(statements) <= 6, statements
