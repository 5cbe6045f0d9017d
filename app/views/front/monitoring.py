"""Addresses for programs that watch this one: alive, ready, figures."""

from flask import Blueprint, jsonify
from werkzeug.wrappers import Response

from app.database import UNAVAILABLE
from app.extensions import db
from app.security.guard import acting_as_system
from app.security.viewer import SYSTEM
from app.services.front import findings
from app.views.front import metrics
from app.views.front.health import surroundings

RETRY_AFTER = "60"
"""Seconds until the next run of what is late."""
blueprint = Blueprint("health", __name__)
blueprint.get("/metrics")(metrics.page)


@blueprint.get("/healthz")
def alive() -> Response:
    """Report that the process responds."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def ready() -> tuple[Response, int, dict[str, str]]:
    """Report whether the database responds, and each sweep has run in the last minutes."""
    try:
        with acting_as_system(db.session):
            checks = {"database": True, **findings.sweeps(SYSTEM, surroundings())}
    except UNAVAILABLE:
        db.session.rollback()
        checks = {"database": False}
    if all(checks.values()):
        return jsonify(checks), 200, {}
    return jsonify(checks), 503, {"Retry-After": RETRY_AFTER}
