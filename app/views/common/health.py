"""Endpoints for monitoring."""

from flask import Blueprint, current_app, jsonify
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from app.extensions import celery, db
from app.services.common import heartbeats

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> Response:
    """Report that the process responds."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def ready() -> tuple[Response, int]:
    """Report whether database and broker respond, and the sweeps have run recently.

    Reading mail counts where a mailbox is configured.
    """
    checks = {"database": False, "broker": False, "sweep": False}
    try:
        checks["sweep"] = not heartbeats.has_stopped("outbox")
        if current_app.config["IMAP_URL"]:
            checks["mailbox"] = not heartbeats.has_stopped("inbound")
        checks["database"] = True
    except SQLAlchemyError:
        db.session.rollback()
    try:
        with celery.connection_for_write() as connection:
            connection.ensure_connection(max_retries=1, timeout=2)
        checks["broker"] = True
    except Exception:
        checks["broker"] = False
    return jsonify(checks), 200 if all(checks.values()) else 503
