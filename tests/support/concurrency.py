"""Concurrent jobs, each in a thread, an application context and a connection of its own."""

from collections.abc import Callable, Sequence
from threading import Barrier, Thread
from typing import Any

from flask import Flask

from app.errors import NotFound, NotPermitted, RuleViolation, StaleState
from app.extensions import db
from app.security.guard import acting_as_system

REFUSALS = (RuleViolation, StaleState, NotPermitted, NotFound)


def run_concurrently(app: Flask, jobs: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run all jobs concurrently and commit each; return their results or refusals, in order.

    Any other exception is raised again here.
    """
    gate = Barrier(len(jobs))
    outcomes: list[Any] = [None] * len(jobs)
    failures: list[BaseException] = []

    def work(place: int, job: Callable[[], Any]) -> None:
        with app.app_context(), acting_as_system(db.session()):
            gate.wait()
            try:
                outcomes[place] = job()
                db.session.commit()
            except REFUSALS as refusal:
                db.session.rollback()
                outcomes[place] = refusal
            except BaseException as failure:
                db.session.rollback()
                failures.append(failure)

    threads = [Thread(target=work, args=each) for each in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return outcomes


def refused(outcomes: Sequence[Any]) -> list[Any]:
    """Return the outcomes that are refusals."""
    return [each for each in outcomes if isinstance(each, REFUSALS)]
