"""Two people edit one row: the second sees both values, and nobody's input is lost."""

from typing import Any

import pytest
from flask import Flask

from app.security.viewer import Role
from tests.architecture.edits import EDITS, EXAMPLES, EXCEPTIONS, PAGES
from tests.architecture.routes import Route, read_table
from tests.architecture.test_routes import build
from tests.support.accounts import RoleClients
from tests.support.client import PlatformClient
from tests.support.edits import opened, sent, typed

ROUTES = {(route.method, route.rule): route for route in read_table()}
TITLE = "この画面を開いている間に、ほかの人が次の項目を保存しました"
HEADING = "いまの登録"
ORDER = (Role.SECRETARIAT, Role.COUNCIL, Role.ADMINISTRATOR, Role.EXECUTIVE, Role.GENERAL)


def client_for(client_as: RoleClients, route: Route) -> PlatformClient:
    return client_as(next(role for role in ORDER if role in route.allowed))


def test_tables_name_forms_that_exist() -> None:
    named = {*EDITS, *EXCEPTIONS}
    assert {rule for rule in named if ("POST", rule) not in ROUTES} == set()
    assert EDITS.keys() & EXCEPTIONS.keys() == set()


@pytest.mark.parametrize("rule", EDITS)
def test_second_save_shows_both_values(
    app: Flask, session: Any, client_as: RoleClients, rule: str
) -> None:
    """What the first saved stays until the second has seen it and saves again."""
    edit, page = EDITS[rule], PAGES.get(rule, rule)
    client = client_for(client_as, ROUTES["POST", rule])
    values = EXAMPLES[rule](client) if rule in EXAMPLES else {}
    show = build(app, ROUTES["GET", page], values)
    save = build(app, ROUTES["POST", rule], values)

    mine, yours = opened(client.get(show), save), opened(client.get(show), save)
    if rule.startswith("/cases/"):
        assert mine.kept_values() == set(), "of a case the page carries fingerprints alone"
    before = mine.value(edit)
    first, second = typed(edit.first, before), typed(edit.second, before)
    done = sent(client, mine, edit, first)
    assert done.status_code in (302, 303), done.text

    asked = sent(client, yours, edit, second)
    assert asked.status_code in (200, 409, 422)
    assert TITLE in asked.text and HEADING in asked.text
    again = opened(asked, save)
    assert again.value(edit) == "".join(second), "the input is preserved"
    assert opened(client.get(show), save).value(edit) == "".join(first) != before

    done = sent(client, again, edit, second)
    assert done.status_code in (302, 303), done.text
    assert opened(client.get(show), save).value(edit) == "".join(second)
