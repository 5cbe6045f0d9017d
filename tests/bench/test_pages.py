"""Page times of the platform, a Django admin and bare Flask at 1 k, 10 k and 100 k rows.

The pages are list, search, organisation and roster. `again` is the roster requested by a
visitor who has it cached (304), against a full page of bare Flask.

The three take turns in one run and one process, over the same rows in SQLite. The benchmark
prints ratios and milliseconds (medians); nothing passes or fails by speed. `BENCH_SIZES=1000`
shortens it.
"""

import os
import resource
import shutil
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, render_template_string
from sqlalchemy import func, select
from werkzeug.test import Client

from app import create_app
from app.extensions import db
from app.models.membership.organisation import Organisation
from app.rules.common.naming import search_form
from app.security.guard import acting_as_system
from tests.bench import django_admin, platform_rows
from tests.support import databases, settings
from tests.support.accounts import RoleClients
from tests.support.client import PlatformClient

SIZES = [int(size) for size in os.environ.get("BENCH_SIZES", "1000,10000,100000").split(",")]
ROUNDS = 25
WORD = "つながり00077"
PAGE = """<!doctype html><title>x</title><p>{{ total }}<table>{% for o in rows %}
<tr><th>{{ o.name }}<td>{{ o.standing }}<td>{{ o.kind }}<td>{{ o.municipality_code }}
<td>{{ o.last_contact_on }}{% endfor %}</table>"""
Get = Callable[[str], Any]
pytestmark = pytest.mark.timeout(1800)


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Create the application on an SQLite database of its own."""
    folder = tmp_path_factory.mktemp("bench")
    database = databases.SqliteDatabase(folder)
    app = create_app(settings.for_tests(folder / "instance", database.url))
    app.test_client_class = PlatformClient
    databases.build(app, database)
    yield app


def bare_flask(app: Flask) -> Flask:
    """Return a Flask application that runs the same query and nothing else."""
    bare = Flask("bare")

    @bare.get("/list")
    @bare.get("/list/<word>")
    def rows(word: str = "") -> str:
        wanted = [Organisation.merged_into_id.is_(None)]
        if word:
            wanted.append(Organisation.name_search.contains(search_form(word), autoescape=True))
        with app.app_context(), acting_as_system(db.session):
            total = db.session.scalar(select(func.count()).select_from(Organisation).where(*wanted))
            found = db.session.scalars(
                select(Organisation)
                .where(*wanted)
                .order_by(Organisation.name_kana, Organisation.id)
                .limit(50)
            ).all()
            return render_template_string(PAGE, rows=found, total=total)

    @bare.get("/show/<int:pk>")
    def show(pk: int) -> str:
        with app.app_context(), acting_as_system(db.session):
            one = db.session.get_one(Organisation, pk)
            return render_template_string(PAGE, rows=[one], total=1)

    return bare


def measure(pages: Mapping[str, Callable[[], Any]], ours: int = 200) -> dict[str, float]:
    """Return the median milliseconds per page, measured in turn. ours: the platform's status."""
    times: dict[str, list[float]] = {name: [] for name in pages}
    for turn in range(ROUNDS + 3):
        for name, get in pages.items():
            begun = time.perf_counter()
            answer = get()
            if turn >= 3:
                times[name].append((time.perf_counter() - begun) * 1000)
            wanted = ours if name == "ours" else 200
            assert answer.status_code == wanted, (name, answer.status_code)
    return {name: statistics.median(each) for name, each in times.items()}


def test_pages(ours: Flask, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Print the comparison."""
    desk = RoleClients(ours)("secretariat")
    visitor = RoleClients(ours)("public")
    bare = Client(bare_flask(ours))
    source = Path(ours.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"))
    copy = tmp_path / "django.sqlite3"
    admin = _django(ours, source, copy)
    lines, lists = [], []
    for size in SIZES:
        with ours.app_context(), acting_as_system(db.session):
            platform_rows.fill(size)
            pk = db.session.scalar(select(func.max(Organisation.id)))
        _refresh(ours, source, copy)
        tag = visitor.get("/roster").headers["ETag"]
        kinds: dict[str, tuple[Get, str, str, str]] = {
            "list": (desk.get, "/organisations/", "/admin/bench/organisation/", "/list"),
            "search": (
                desk.get,
                f"/organisations/?q={WORD}",
                f"/admin/bench/organisation/?q={search_form(WORD)}",
                f"/list/{WORD}",
            ),
            "show": (
                desk.get,
                f"/organisations/{pk}",
                f"/admin/bench/organisation/{pk}/change/",
                f"/show/{pk}",
            ),
            "roster": (visitor.get, "/roster", "/admin/bench/organisation/", "/list"),
            "again": (
                lambda page, tag=tag: visitor.get(page, headers={"If-None-Match": tag}),
                "/roster",
                "/admin/bench/organisation/",
                "/list",
            ),
            "found": (
                visitor.get,
                f"/roster?q={WORD}",
                f"/admin/bench/organisation/?q={search_form(WORD)}",
                f"/list/{WORD}",
            ),
        }
        for kind, (get, our_page, django_page, bare_page) in kinds.items():
            found = measure(
                {
                    "ours": lambda get=get, page=our_page: get(page),
                    "django": lambda page=django_page: admin.get(page),
                    "bare": lambda page=bare_page: bare.get(page),
                },
                304 if kind == "again" else 200,
            )
            if kind == "list":
                lists.append(found["ours"])
            lines.append(
                f"{size:>7} {kind:<7} ours {found['ours']:7.1f} ms   "
                f"django {found['django'] / found['ours']:5.2f} x ours   "
                f"bare flask {found['bare'] / found['ours']:5.2f} x ours"
            )
    flat = lists[-1] / lists[0]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    with capsys.disabled():
        print("\n" + "\n".join(lines))
        print(f"list, largest against smallest: {flat:.2f}")
        print(f"this process, with Django and the browserless clients in it: {memory} MB")


def _django(ours: Flask, source: Path, copy: Path) -> Client:
    _refresh(ours, source, copy)
    application, cookie = django_admin.build(str(copy))
    client = Client(application)
    client.set_cookie("sessionid", cookie)
    return client


def _refresh(ours: Flask, source: Path, copy: Path) -> None:
    """Copy the current rows to Django's database; its own tables stay unchanged."""
    with ours.app_context():
        db.session.remove()
        with db.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    if not copy.exists():
        shutil.copyfile(source, copy)
        return
    with ours.app_context(), db.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("ATTACH DATABASE ? AS other", (str(copy),))
        connection.exec_driver_sql(
            "INSERT INTO other.organisation SELECT * FROM main.organisation "
            "WHERE id > (SELECT max(id) FROM other.organisation)"
        )
        connection.exec_driver_sql("DETACH DATABASE other")
