"""SQLite's write lock: a waiting writer gets it eventually or gets an error (app/database.py)."""

import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import OperationalError

from app import database


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Yield an empty database."""
    made = create_engine(f"sqlite:///{tmp_path / 'x.sqlite3'}")
    database.configure(made)
    yield made
    made.dispose()


def test_writer_waits_through_many_turns(engine: Engine) -> None:
    held, seconds = Event(), 5 * database.LOCK_RETRY_MS / 1000

    def hold() -> None:
        with engine.begin():
            held.set()
            time.sleep(seconds)

    holder = Thread(target=hold)
    holder.start()
    held.wait()
    begun = time.monotonic()
    with engine.begin() as connection:
        assert time.monotonic() - begun > seconds / 2
        waits = connection.exec_driver_sql("PRAGMA busy_timeout").scalar()
        assert waits == database.LOCK_TIMEOUT_MS
    holder.join()


def test_writer_gives_up_eventually(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "LOCK_TIMEOUT_MS", 3 * database.LOCK_RETRY_MS)
    with engine.begin(), pytest.raises(OperationalError, match="locked"), engine.begin():
        pass
    with engine.begin():
        pass


def test_writers_of_one_process_take_turns(engine: Engine) -> None:
    writers, times = 12, 15
    order: list[int] = []

    def write(writer: int) -> None:
        for _ in range(times):
            with engine.begin():
                order.append(writer)
                time.sleep(0.005)

    threads = [Thread(target=write, args=(writer,)) for writer in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    turns = [[place for place, each in enumerate(order) if each == one] for one in range(writers)]
    waited = [after - before for each in turns for before, after in pairwise(each)]
    assert max(waited) <= 4 * writers
