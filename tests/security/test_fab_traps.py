"""What Flask-AppBuilder brings along unasked is not there (one test for each trap)."""

from typing import Any

import pytest
from flask import Flask

from tests.support.accounts import RoleClients
from tests.support.client import PlatformClient

UNWANTED = (
    "/api/v1/security/login",
    "/api/v1/security/refresh",
    "/api/v1/_openapi",
    "/api/v1/menu/",
    "/swagger/v1",
    "/swaggerview/v1",
    "/users/list/",
    "/users/add",
    "/roles/list/",
    "/register/form",
    "/registeruser/list/",
    "/resetpassword/form",
    "/resetmypassword/form",
    "/userinfoeditview/form",
    "/permissions/list/",
    "/viewmenus/list/",
    "/permissionviews/list/",
    "/userstatschartview/chart/",
    "/back",
    "/static/appbuilder/js/jquery-latest.js",
    "/static/appbuilder/css/bootstrap.min.css",
    "/appbuilder/static/js/ab.js",
)

CHECKED_BY_THE_FORM = {"/apply/form", "/apply/status/<token>/correct", "/applications/new/"}
"""Show what was typed once more, and take nothing, when the token is over."""


@pytest.mark.parametrize("path", UNWANTED)
def test_is_not_there(client_as: RoleClients, path: str) -> None:
    for role in ("public", "administrator"):
        client = client_as(role)
        assert client.get(path).status_code == 404, role


def test_no_rule_of_the_framework_itself(app: Flask) -> None:
    foreign = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if not app.view_functions[rule.endpoint].__module__.startswith(("app.", "flask.app"))
        and rule.endpoint != "static"
    }
    allowed = {"/municipalities/", "/activity-fields/", "/audit/"}
    assert {rule for rule in foreign if not rule.startswith(tuple(allowed))} == set()
    verbs = ("delete", "download", "action", "api")
    assert not [rule for rule in foreign if any(verb in rule.split("/") for verb in verbs)]


def test_nothing_is_deleted_by_a_link(app: Flask) -> None:
    reading = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and {"delete", "logout"} & set(rule.rule.split("/"))
    }
    assert reading == set()


def test_every_form_is_refused_without_a_token(
    app: Flask, session: Any, client_as: RoleClients
) -> None:
    client = client_as("administrator")
    taken = []
    posts = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    for rule in posts:
        values = {name: example(rule, name) for name in rule.arguments}
        path = app.url_map.bind("localhost").build(rule.endpoint, values, method="POST")
        answer = client.post(path).status_code
        if answer != 400 and not (rule.rule in CHECKED_BY_THE_FORM and answer >= 400):
            taken.append(rule.rule)
    assert len(posts) > 50
    assert taken == []


def example(rule: Any, name: str) -> Any:
    """A value that the rule's converter takes."""
    return 1 if type(rule._converters[name]).__name__ == "IntegerConverter" else "x"


def test_the_permissions_of_the_framework_are_not_consulted(client_as: RoleClients) -> None:
    """Roles in its tables that a hand put there open nothing: the table in code decides."""
    for role in ("general", "executive", "council"):
        assert client_as(role).get("/accounts/").status_code in (302, 403)


def test_pages_load_none_of_its_scripts(client: PlatformClient) -> None:
    for path in ("/", "/login", "/roster"):
        page = client.get(path).text
        for unwanted in ("bootstrap", "jquery", "select2", "appbuilder/"):
            assert unwanted not in page.lower(), (path, unwanted)
