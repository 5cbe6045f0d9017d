"""Figures for monitoring, in Prometheus' text format.

Those of the database are counted when asked, by one query each; those of the requests are counted
in each process. Several processes of one machine add theirs up in the folder
PROMETHEUS_MULTIPROC_DIR, which the library reads by that name. No label names a person, an
organisation, an address or a case.
"""

import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from flask import abort, current_app, request
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeHistogramMetricFamily,
    GaugeMetricFamily,
    Metric,
)
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from werkzeug.wrappers import Response

from app import clock
from app.extensions import db
from app.security.guard import acting_as_system
from app.security.viewer import SYSTEM
from app.services.common.gauges import Gauge
from app.services.front import findings
from app.services.post import health as letters
from app.views.common import etags
from app.views.common.request_log import REGISTRY

SEND_SECONDS = (10, 60, 300, 3600, 86400)
"""Upper limits of the classes into which letters fall by their time to be sent."""


def page() -> Response:
    """Return all figures to who holds the token; to others there is no such page."""
    token = current_app.config["METRICS_TOKEN"]
    given = request.headers.get("Authorization", "")
    if not token or not secrets.compare_digest(given.encode(), f"Bearer {token}".encode()):
        abort(404)
    stored = CollectorRegistry()
    stored.register(Stored())
    with acting_as_system(db.session):
        text = generate_latest(stored) + generate_latest(_of_requests())
    return Response(text, content_type=CONTENT_TYPE_PLAIN_0_0_4)


def _of_requests() -> CollectorRegistry:
    """Return the figures of this process, or of all that share the folder."""
    folder = current_app.config["PROMETHEUS_MULTIPROC_DIR"]
    if not folder:
        return REGISTRY
    shared = CollectorRegistry()
    MultiProcessCollector(shared, folder)
    return shared


class Stored(Collector):
    """The figures that are counted in the database."""

    def describe(self) -> list[Metric]:
        """Return nothing: registration asks no database."""
        return []

    def collect(self) -> Iterator[Metric]:
        for gauge in findings.gauges():
            yield _measured(gauge)
        yield _send_times()
        program = GaugeMetricFamily(
            "platform_build_info", "The program that runs.", labels=("revision",)
        )
        program.add_metric([etags.program()[:12]], 1)
        yield program


def _measured(gauge: Gauge) -> Metric:
    family = CounterMetricFamily if gauge.name.endswith("_total") else GaugeMetricFamily
    labels = [gauge.label] if gauge.label else []
    metric: Metric = family(gauge.name, gauge.words, labels=labels)
    for *named, value in findings.measurements(SYSTEM, gauge):
        metric.add_metric([str(each) for each in named], _number(gauge.name, value))  # type: ignore[attr-defined]
    return metric


def _number(name: str, value: Any) -> float:
    if not isinstance(value, datetime):
        return float(value)
    if name.endswith("_timestamp_seconds"):
        return value.timestamp()
    return (clock.now() - value).total_seconds()


def _send_times() -> Metric:
    """Return how long the newest letters took from being written to being sent."""
    taken = letters.send_times(SYSTEM)
    classes = [(str(most), sum(each <= most for each in taken)) for most in SEND_SECONDS]
    return GaugeHistogramMetricFamily(
        "platform_outbox_send_seconds",
        f"Time from writing a letter to sending it, of the newest {letters.MEASURED}.",
        buckets=[*classes, ("+Inf", len(taken))],
        gsum_value=sum(taken),
    )
