"""Celery: triggers and schedules sweeps; pending work is recorded in the database."""

from contextlib import nullcontext
from pathlib import Path
from typing import Any

from celery import Celery, Task
from flask import Flask, has_app_context

from app.extensions import db
from app.security import guard
from app.security.viewer import SYSTEM

TASKS = (
    "app.tasks.front.case_retention",
    "app.tasks.roster.imports",
    "app.tasks.meeting.inbound",
    "app.tasks.post.outbox",
    "app.tasks.front.timers",
)
"""Loaded by the worker; callers refer to tasks by name."""
BEAT = {
    "outbox": {"task": "outbox.sweep", "schedule": 60.0},
    "timers": {"task": "timers.sweep", "schedule": 60.0},
    "inbound": {"task": "inbound.sweep", "schedule": 60.0},
    "imports": {"task": "imports.sweep", "schedule": 60.0},
    "retention": {"task": "retention.purge", "schedule": 3600.0},
    "case_retention": {"task": "case_retention.sweep", "schedule": 3600.0},
}
"""All periodic tasks. No task has an eta: due work is recorded in a table."""

BROKER_FAIL_FAST = {
    "socket_connect_timeout": 2,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}
"""A visitor does not wait for an unavailable broker: enqueuing a sweep only speeds it up."""


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
        include=TASKS,
        beat_schedule=BEAT,
        task_ignore_result=True,
        task_acks_late=True,
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        broker_connection_retry_on_startup=True,
        timezone="Asia/Tokyo",
        beat_schedule_filename=str(Path(app.config["INSTANCE_DIR"]) / "beat"),
    )
    celery.set_default()
    app.extensions["celery"] = celery


def broker(app: Flask) -> dict[str, Any]:
    """Return the broker settings: Redis if configured, else messages as files in the instance folder."""
    if app.config["REDIS_URL"]:
        return {"broker_url": app.config["REDIS_URL"], "broker_transport_options": BROKER_FAIL_FAST}
    folder = Path(app.config["INSTANCE_DIR"]) / "queue"
    (folder / "control").mkdir(parents=True, exist_ok=True)
    options = {
        "data_folder_in": str(folder),
        "data_folder_out": str(folder),
        "control_folder": str(folder / "control"),
    }
    return {"broker_url": "filesystem://", "broker_transport_options": options}
