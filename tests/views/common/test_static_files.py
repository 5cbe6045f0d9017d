"""Static files: named by their content, compressed, kept for a year, answered without the database."""

import gzip
import re
from pathlib import Path

import pytest
from flask import Flask

from app.views.common import static_files
from tests.support.accounts import RoleClients
from tests.support.client import PlatformClient
from tests.support.queries import counted

NAMED = re.compile(r'(?:href|src)="(/static/[^"#]+)')


def test_page_names_its_files_by_version(client: PlatformClient) -> None:
    named = set(NAMED.findall(client.get("/").text))

    assert len(named) >= 8
    assert all(re.match(r"/static/[0-9a-f]{12}/", path) for path in named)


def test_named_files_are_kept_for_a_year_and_take_no_query(
    app: Flask, client_as: RoleClients
) -> None:
    client = client_as("secretariat")
    named = set(NAMED.findall(client.get("/").text))
    with counted(app) as statements:
        answers = [client.get(path) for path in named]

    assert statements == []
    for answer in answers:
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("name", ["css/components.css", "js/app.js", "img/icons.svg"])
def test_named_files_are_compressed_on_request(
    app: Flask, client: PlatformClient, name: str
) -> None:
    with app.test_request_context():
        path = app.url_for("static", filename=name)
    plain = client.get(path)
    packed = client.get(path, headers={"Accept-Encoding": "gzip, br"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data)


@pytest.mark.parametrize("version", ["", "0123456789ab/"])
def test_another_version_is_answered_with_this_one_uncached(
    client: PlatformClient, version: str
) -> None:
    """A page of one program may ask another one while they follow each other."""
    answer = client.get(f"/static/{version}css/base.css")

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"


def test_scripts_find_each_other_by_relative_names(app: Flask, client: PlatformClient) -> None:
    with app.test_request_context():
        path = app.url_for("static", filename="js/app.js")
    for name in re.findall(r'import "\./([\w-]+\.js)"', client.get(path).text):
        found = client.get(f"{path.rpartition('/')[0]}/{name}")
        assert "immutable" in found.headers["Cache-Control"]


def test_version_changes_with_content_and_names_alone(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "instance" / "static"
    source.mkdir()
    target.parent.mkdir()
    (source / "a.css").write_text("a{}" * 100)
    first = static_files.publish(source, target)
    assert static_files.publish(source, target) == first
    assert (target / first / "a.css.gz").exists()
    (source / "a.css").write_text("b{}" * 100)
    second = static_files.publish(source, target)
    (source / "a.css").rename(source / "b.css")
    third = static_files.publish(source, target)
    assert len({first, second, third}) == 3
    assert {path.name for path in target.parent.iterdir()} == {"static"}, (
        "no copy is left half done"
    )
