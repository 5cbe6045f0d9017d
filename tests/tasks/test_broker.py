"""An unavailable broker delays nobody."""

from time import monotonic

import pytest
from celery import Celery
from flask import Flask
from kombu.exceptions import OperationalError

from app import tasks
from tests.support.processes import free_port


def test_notification_of_the_worker_fails_immediately(app: Flask) -> None:
    app.config["REDIS_URL"] = f"redis://127.0.0.1:{free_port()}/0"
    celery = Celery("bell")
    celery.conf.update(**tasks.broker(app))
    begun = monotonic()
    with pytest.raises(OperationalError):
        celery.send_task("outbox.sweep", retry=False)
    assert monotonic() - begun < 2
