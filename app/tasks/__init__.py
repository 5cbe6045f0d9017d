"""Celery: triggers and schedules sweeps; pending work is recorded in the database."""

import sys
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

from celery import Celery, Task
from celery.signals import beat_init, worker_init
from flask import Flask, has_app_context
from kombu import Queue

from app import wings
from app.extensions import db
from app.security import guard
from app.security.viewer import SYSTEM
from app.services.front import restores

BROKER_FAIL_FAST = {
    "socket_connect_timeout": 2,
    "socket_timeout": 2,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}
"""Nobody waits for a broker that is away or silent: it only speeds up what is in the database."""
LEDGER = "ledger"
"""Name of the receiver that compares the database with its ledger."""
MAIL_QUEUE = "mail"
"""The queue of the outbox. Timers, imports and received mail wait for no mail server."""


def configure(celery: Celery, app: Flask) -> None:
    """Bind Celery to the application: broker, schedule, and task context with the system as viewer."""

    class ContextTask(Task):  # type: ignore[misc]
        """A task run in an application context, on behalf of the system."""

        def __call__(self, *args: Any, **kwargs: Any) -> Any:
            # A caller inside the application (a test) keeps its own session.
            with nullcontext() if has_app_context() else app.app_context():
                guard.set_viewer(db.session(), SYSTEM)
                return self.run(*args, **kwargs)

    celery.Task = ContextTask
    celery.conf.update(
        **broker(app),
        include=modules(),
        beat_schedule=schedule(),
        task_ignore_result=True,
        task_queues=[Queue("celery"), Queue(MAIL_QUEUE)],
        task_default_queue="celery",
        task_routes={"outbox.sweep": {"queue": MAIL_QUEUE}},
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        timezone="Asia/Tokyo",
        beat_schedule_filename=str(Path(app.config["INSTANCE_DIR"]) / "beat"),
    )
    celery.set_default()
    app.extensions["celery"] = celery
    for starting in (worker_init, beat_init):
        starting.connect(partial(_compare, app), weak=False, dispatch_uid=LEDGER)


def has_compared() -> None:
    """Let worker and beat of this process start without the comparison: `run.py` has just made it."""
    for starting in (worker_init, beat_init):
        starting.disconnect(dispatch_uid=LEDGER)


def _compare(app: Flask, **_signal: Any) -> None:
    """Compare the database with its ledger before the worker or the beat starts."""
    with app.app_context():
        guard.set_viewer(db.session(), SYSTEM)
        restores.start(SYSTEM)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()  # the worker's children open connections of their own


def modules() -> list[str]:
    """Return the modules of the wings, by name: only the worker loads them."""
    package = sys.modules[__name__]
    return [
        module.name
        for module in walk_packages(package.__path__, f"{package.__name__}.")
        if not module.ispkg
    ]


def schedule() -> dict[str, dict[str, Any]]:
    """Return all periodic tasks. None has an eta: due work is recorded in a table."""
    return {
        task: {"task": task, "schedule": seconds}
        for wing in wings.declared(sys.modules[__name__], "schedule")
        for task, seconds in wing.SCHEDULE.items()
    }


def broker(app: Flask) -> dict[str, Any]:
    """Return the broker settings: Redis if configured, else messages as files in the instance folder."""
    if app.config["REDIS_URL"]:
        return {
            "broker_url": app.config["REDIS_URL"],
            "broker_transport": None,
            "broker_transport_options": BROKER_FAIL_FAST,
        }
    folder = Path(app.config["INSTANCE_DIR"]) / "queue"
    (folder / "control").mkdir(parents=True, exist_ok=True)
    options = {
        "data_folder_in": str(folder),
        "data_folder_out": str(folder),
        "control_folder": str(folder / "control"),
    }
    return {
        "broker_url": "filesystem://",
        "broker_transport": f"{__name__}.common.file_queue:Transport",
        "broker_transport_options": options,
    }
