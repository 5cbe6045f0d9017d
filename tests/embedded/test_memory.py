"""Memory use and figures of a web process after repeated requests for pages, PDFs and workbooks."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
import yaml
from flask import Flask

from app.extensions import db
from tests import factories
from tests.embedded.test_run import ROOT, wait_for
from tests.support import memory
from tests.support.accounts import RoleClients
from tests.support.crowd import Crowd, lists
from tests.support.memory import children, megabytes
from tests.support.processes import free_port

pytestmark = pytest.mark.timeout(180)
TOKEN = "a token of the tests, which is long enough"
MOST = 110
"""Limit in megabytes per gunicorn worker. Shared memory counts proportionally: Pss in /proc."""
MOST_ALONE = 170
"""The limit for the web process of `run.py` when it has served everything."""
MOST_TOGETHER = 280
"""The limit for the three processes of `run.py` when they have started."""
HIDE = """import sys

class Hide:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {hidden}:
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Hide())
"""
ROUNDS = 8
OUTSIDE = ("CASE_KEY_STORE", "LEDGER_FOLDER")
"""What the database needs of what lies outside it."""
PAGES = [
    "/",
    "/organisations/",
    "/organisations/?q=%E5%BC%81",
    "/organisations/1",
    "/organisations/1/history",
    "/roster",
    "/roster.xlsx",
    "/roster.csv",
    "/roster.json",
    "/outbox/",
    "/applications/",
    "/batches/",
    "/apply/",
    "/search?q=%E5%BC%81",
    "/regulations",
    "/contacts/",
    "/merges/",
    "/imports/",
    "/forms/application.pdf",
]


@pytest.fixture
def start(app: Flask, tmp_path: Path) -> Iterator[Any]:
    """Return a function that starts a web process on the application's database, waits for it and
    returns (process, address).
    """
    started: list[subprocess.Popen[bytes]] = []

    def begin(*command: str, **settings: str) -> tuple[int, str]:
        port = str(free_port())
        figures = tmp_path / "figures"
        figures.mkdir()
        environment = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG")} | {
            "INSTANCE_DIR": str(tmp_path),
            "PORT": port,
            "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
            "DEMONSTRATION": "0",
            "METRICS_TOKEN": TOKEN,
            "PROMETHEUS_MULTIPROC_DIR": str(figures),
            "PYTHONPATH": str(without_packages_of_the_tests(tmp_path)),
            **{name: app.config[name] for name in ("SECRET_KEY", "TOTP_KEY", "CASE_KEY")},
            **settings,
        }
        words = [word.replace("8000", port).replace("0.0.0.0", "127.0.0.1") for word in command]
        with (tmp_path / "output.txt").open("wb") as output:
            started.append(
                subprocess.Popen(
                    [sys.executable, *words],
                    cwd=ROOT,
                    env=environment,
                    stdout=output,
                    stderr=output,
                )
            )
        address = f"http://127.0.0.1:{port}"
        wait_for(lambda: urlopen(f"{address}/healthz", timeout=10).status == 200)
        return started[0].pid, address

    yield begin
    for process in started:
        process.terminate()
        process.wait(timeout=60)


@pytest.fixture
def officer(client_as: Any, session: Any) -> tuple[str, str]:
    """Return a session cookie of an officer and the path of a letter's PDF."""
    letter = factories.letter()
    client = client_as("secretariat")
    name = client.application.config["SESSION_COOKIE_NAME"]
    path = f"/outbox/{letter.id}.pdf"
    session.commit()
    db.engine.dispose()
    return f"{name}={client.get_cookie(name).value}", path


def without_packages_of_the_tests(folder: Path) -> Path:
    """Return a folder for PYTHONPATH that hides what an installation does not have.

    Other packages load some of it when it is present, tens of megabytes.
    """
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    pinned = {plain(name) for name in re.findall(r"^([\w.-]+)(?:\[.*\])?==", text, re.MULTILINE)}
    ours, theirs = set(), set()
    for package in distributions():
        modules = {str(file).partition("/")[0].removesuffix(".py") for file in package.files or ()}
        (ours if plain(package.metadata["Name"]) in pinned else theirs).update(modules)
    hidden = sorted(name for name in theirs - ours if name.isidentifier())
    made = folder / "hidden"
    made.mkdir()
    (made / "sitecustomize.py").write_text(HIDE.format(hidden=hidden), encoding="utf-8")
    return made


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def ask_for_everything(address: str, officer: tuple[str, str]) -> None:
    """Request every page repeatedly, so that each worker and thread has served most of them."""
    cookie, letter = officer
    for _ in range(ROUNDS):
        for path in (*PAGES, letter):
            request = Request(address + path, headers={"Cookie": cookie})
            with urlopen(request, timeout=30) as answer:
                assert answer.status == 200 and "/login" not in answer.url
                assert path != letter or answer.read().startswith(b"%PDF")


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_memory_of_a_compose_worker_stays_below_the_limit(
    start: Any, officer: tuple[str, str]
) -> None:
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    process, address = start("-m", *shlex.split(compose["services"]["web"]["command"]))
    ask_for_everything(address, officer)
    workers = children(process)
    assert len(workers) == 2
    assert max(megabytes(worker) for worker in workers) <= MOST
    asked = f'http_request_duration_seconds_count{{method="GET",route="/search",status="200"}} {ROUNDS}.0'
    assert asked in figures(address), "whichever worker is asked, it knows of all requests"


def figures(address: str) -> str:
    """Return what monitoring reads."""
    request = Request(f"{address}/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    with urlopen(request, timeout=30) as answer:
        return str(answer.read().decode())


def test_memory_of_run_py_stays_below_the_limits(start: Any, officer: tuple[str, str]) -> None:
    process, address = start("run.py")
    started = {each: megabytes(each) for each in (process, *children(process))}
    assert len(started) == 3 and sum(started.values()) <= MOST_TOGETHER, started
    ask_for_everything(address, officer)
    assert megabytes(process) <= MOST_ALONE


def test_memory_stays_flat(app: Flask, session: Any, client_as: RoleClients, start: Any) -> None:
    """20 seconds of ordinary use as every role; tests/soak/test_memory_hours.py takes two hours."""
    visits = lists(client_as)
    session.commit()
    db.engine.dispose()
    outside = {name: app.config[name] for name in OUTSIDE}
    process, address = start("run.py", **outside)
    crowd = Crowd(address, visits)
    with crowd.at_work(readers=4, applicants=1, pause=1):
        crowd.wait_for(len(visits))
        [(before, after)] = memory.growth({"web": process}, 15).values()
    assert crowd.faults == [] and 503 not in crowd.statuses and len(crowd.applied) > 5
    assert after <= before * 1.1
