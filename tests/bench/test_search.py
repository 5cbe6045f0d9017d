"""The search at 100 k rows on both databases: time of a word, size of the index, cost of a write.

The benchmark prints milliseconds (medians), each also as a ratio to the same page for a word that is
not found; nothing passes or fails by speed. `BENCH_ROWS=10000` shortens it.
"""

import os
import random
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import clock, create_app
from app.extensions import db
from app.models.membership.organisation import Organisation
from app.rules.membership.eligibility import OrganisationKind
from app.rules.membership.membership import Standing
from app.security.guard import acting_as_system
from app.security.viewer import SYSTEM
from app.services.common import search_entries, search_words
from tests.support import databases, settings
from tests.support.accounts import RoleClients
from tests.support.client import PlatformClient

ROWS = int(os.environ.get("BENCH_ROWS", "100000"))
ROUNDS = 15
CHUNK = 1_000
SIGNS = "山川田野森林海空風花鳥月星光和愛友信希望明道里村町東西南北青白春夏秋冬朝夕子親老若"
ENDS = ("の会", "ネットワーク", "支援センター", "サロン", "相談室", "食堂", "ひろば", "の家")
WORDS = {
    "in no row": "龘",
    "1 character, every row": "法",
    "1 character, one in eight": "サ",
    "1 character, one in fifty": "愛",
    "2 characters, one in eight": "相談",
    "2 characters, one in a thousand": "愛鳥",
    "5 characters, one in eight": "ネットワー",
    "5 characters, a few": "愛鳥月星光",
    "two words": "相談 愛",
    "telephone": "0857-20-1234",
}
pytestmark = pytest.mark.timeout(3600)


@pytest.fixture(params=["sqlite", "postgresql"])
def ours(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """Create the application on a database of its own."""
    database: databases.Database = (
        databases.SqliteDatabase(tmp_path)
        if request.param == "sqlite"
        else databases.PostgresDatabase(request.getfixturevalue("postgres"))
    )
    app = create_app(settings.for_tests(tmp_path / "instance", database.url))
    app.test_client_class = PlatformClient
    databases.build(app, database)
    yield app
    with app.app_context():
        db.engine.dispose()


def test_search(ours: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    with ours.app_context(), acting_as_system(db.session):
        kind = db.engine.dialect.name
        some = ROWS // 20
        indexed = seconds(lambda: fill(some)) / some
        plain = seconds(lambda: fill(ROWS - some, indexed=False)) / (ROWS - some)
        rebuilt = seconds(lambda: search_entries.rebuild(SYSTEM))
        db.session.commit()
        connection = db.session.connection()
        if kind == "postgresql":
            connection.exec_driver_sql("ANALYZE")
        entries = connection.exec_driver_sql("SELECT count(*) FROM search_entry").scalar_one()
        space = f"database {size() / 1e6:.0f} MB, of these {sizes()}"
        db.session.commit()
    client = RoleClients(ours)("secretariat")
    times = {name: median(client, word) for name, word in WORDS.items()}
    with capsys.disabled():
        print(f"\n{kind}: {entries} entries; {space}")
        print(f"  a row written: {indexed * 1e3:.2f} ms, without search {plain * 1e3:.2f} ms")
        print(f"  made again in {rebuilt:.0f} s")
        for name, took in times.items():
            print(f"  {name:<34} {took * 1e3:7.1f} ms  {took / times['in no row']:5.2f} ×")


def median(client: Any, word: str) -> float:
    """Return the seconds of a page of results."""
    got = client.get("/search", query_string={"q": word})
    assert got.status_code == 200
    return statistics.median(
        seconds(lambda: client.get("/search", query_string={"q": word})) for _ in range(ROUNDS)
    )


def seconds(act: Callable[[], object]) -> float:
    """Return how long it takes."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def fill(number: int, *, indexed: bool = True) -> None:
    """Add organisations as a service does, in transactions of CHUNK."""
    random.seed(number)
    watched = search_entries._of_model.pop(Organisation) if not indexed else None
    for begin in range(0, number, CHUNK):
        db.session.add_all([organisation() for _ in range(begin, min(begin + CHUNK, number))])
        db.session.commit()
        db.session.expunge_all()
    if watched is not None:
        search_entries._of_model[Organisation] = watched


def organisation() -> Organisation:
    """Return one of a random name, with telephone, address and persons."""
    name = "".join(random.choices(SIGNS, k=4)) + random.choice(ENDS)
    return Organisation(
        name=f"NPO法人{name}",
        name_kana="".join(random.choices("あいうえおかきくけこさしすせそたちつてと", k=10)),
        kind=OrganisationKind.NPO,
        address=f"東町{random.randint(1, 9)}番地{random.randint(1, 999)}",
        phone=f"0857-{random.randint(20, 99)}-{random.randint(1000, 9999)}",
        representative_name="".join(random.choices(SIGNS, k=4)),
        business_contact_name="".join(random.choices(SIGNS, k=4)),
        activity_fields=["place"],
        standing=Standing.GENERAL,
        created_at=clock.now(),
    )


def size() -> int:
    """Return the bytes of the database."""
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        return connection.exec_driver_sql(
            "SELECT pg_database_size(current_database())"
        ).scalar_one()
    pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    return int(pages * connection.exec_driver_sql("PRAGMA page_size").scalar_one())


def sizes() -> str:
    """Return the megabytes of the entries and of their index, in words."""
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        sql = "SELECT pg_total_relation_size(%s::regclass)"
        found = {
            name: connection.exec_driver_sql(sql, (name,)).scalar_one()
            for name in ("search_entry", search_words.SEARCH_WORDS)
        }
    else:
        sql = "SELECT sum(pgsize) FROM dbstat WHERE name LIKE ?"
        found = {
            name: connection.exec_driver_sql(sql, (f"%{name}%",)).scalar_one()
            for name in ("search_entry", search_words.SEARCH_WORDS)
        }
    return ", ".join(f"{name} {taken / 1e6:.0f} MB" for name, taken in found.items())
