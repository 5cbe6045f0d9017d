"""Pages whose form can be sent as it is: each has one, and it asks for nothing."""

from typing import Any

import pytest

from tests.browser.empty_forms import BUTTONS_ONLY, asks_for_something
from tests.support.accounts import RoleClients


@pytest.mark.parametrize("rule", BUTTONS_ONLY)
def test_page_has_its_form_and_asks_for_nothing(
    session: Any, client_as: RoleClients, rule: str
) -> None:
    role, place = BUTTONS_ONLY[rule]
    client = client_as(role)
    answer = client.get(place(client))
    assert answer.status_code == 200 and '<form method="post"' in answer.text
    assert not asks_for_something(answer)
