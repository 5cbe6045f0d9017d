"""The calendar's page: the address for a calendar program is shown once it is made."""

from typing import Any

from tests.support.accounts import RoleClients


def test_own_address_is_in_sight_once_it_is_made(session: Any, client_as: RoleClients) -> None:
    member = client_as("general")
    assert '<details class="disclosure">' in member.get("/calendar/").text
    answer = member.submit("/calendar/", form="/calendar/address", follow_redirects=True)
    shown = answer.text.partition('<details class="disclosure" open>')[2].partition("</details>")[0]
    assert shown.count(".ics") >= 2, "everybody's address and the own one"
