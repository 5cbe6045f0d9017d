"""Measurements of log-ins."""

from sqlalchemy import func, select

from app.models.common.audit import AuditEntry
from app.services.common.gauges import Gauge

LOG_INS = ("account.log_in", "directory.log_in", "second_factor.check")
GAUGES = (
    Gauge(
        "platform_logins_refused_total",
        "Refused log-ins, by the step that refused.",
        "reason",
        lambda: (
            select(AuditEntry.action, func.count())
            .where(AuditEntry.action.in_(LOG_INS), AuditEntry.refused.is_(True))
            .group_by(AuditEntry.action)
        ),
    ),
)
