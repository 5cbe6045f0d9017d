"""The list of proposals that await another person's release."""

from typing import Any

from flask import Flask

from tests.support import meeting_desk
from tests.support.accounts import RoleClients
from tests.support.queries import counted

PATH = "/approvals/"


def test_proposal_is_listed_until_it_is_decided(session: Any, client_as: RoleClients) -> None:
    first, second = client_as("secretariat"), client_as("secretariat")
    pk = meeting_desk.submitted()["pk"]
    text = second.get(PATH).text
    assert f"/meetings/{pk}" in text and "開催通知" in text
    assert "あなたの承認を待っている提案" in second.get("/").text
    assert second.submit(f"/meetings/{pk}", form="/approve").status_code == 303
    assert f'href="/meetings/{pk}"' not in first.get(PATH).text
    assert "承認済み" in first.get(f"{PATH}?state=over").text
    assert "が提案し" in first.get(f"/meetings/{pk}").text


def test_list_takes_few_queries(app: Flask, session: Any, client_as: RoleClients) -> None:
    desk = client_as("secretariat")
    for _each in range(3):
        meeting_desk.submitted()
    session.commit()
    with counted(app) as queries:
        assert desk.get(PATH).status_code == 200
    assert len(queries) <= 6
