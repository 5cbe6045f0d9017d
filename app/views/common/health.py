"""Endpoints for monitoring."""

from datetime import timedelta

from flask import Blueprint, jsonify
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from app import clock
from app.extensions import celery, db
from app.models.common.timer import Heartbeat

blueprint = Blueprint("health", __name__)
SWEEP_LATE = timedelta(minutes=5)


@blueprint.get("/healthz")
def alive() -> Response:
    """Report that the process responds."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def ready() -> tuple[Response, int]:
    """Report whether the database and the broker respond and a sweep has run recently."""
    checks = {"database": False, "broker": False, "sweep": False}
    try:
        beat_at = db.session.scalar(select(Heartbeat.beat_at).where(Heartbeat.name == "outbox"))
        checks["database"] = True
        checks["sweep"] = beat_at is not None and clock.now() - beat_at < SWEEP_LATE
    except SQLAlchemyError:
        db.session.rollback()
    try:
        with celery.connection_for_write() as connection:
            connection.ensure_connection(max_retries=1, timeout=2)
        checks["broker"] = True
    except Exception:
        checks["broker"] = False
    return jsonify(checks), 200 if all(checks.values()) else 503
