"""Flask-AppBuilder's own scripts and styles are neither served nor requested."""

import pytest
from flask import Flask

from tests.support.client import PlatformClient


@pytest.mark.parametrize(
    "path",
    [
        "/static/appbuilder/js/jquery-latest.js",
        "/static/appbuilder/js/ab.js",
        "/static/appbuilder/css/bootstrap.min.css",
        "/appbuilder/static/js/ab.js",
    ],
)
def test_framework_files_are_not_served(client: PlatformClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_pages_load_no_framework_files(client: PlatformClient) -> None:
    for path in ("/", "/login", "/roster"):
        page = client.get(path).text.lower()
        for unwanted in ("bootstrap", "jquery", "select2", "appbuilder/"):
            assert unwanted not in page, (path, unwanted)


def test_no_route_deletes_or_logs_out_by_get(app: Flask) -> None:
    links = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and {"delete", "logout"} & set(rule.rule.split("/"))
    }
    assert links == set()
