"""Checks of backups and retention."""

from datetime import timedelta

from sqlalchemy import select

from app.models.common.timer import Heartbeat
from app.services.common.checks import Question, regular
from app.services.common.gauges import Gauge

DAILY = {"watch": timedelta(hours=26), "bad": timedelta(hours=50)}
HOURLY = {"watch": timedelta(hours=3), "bad": timedelta(hours=24)}
BACKUP, VERIFIED = "backup", "backup.verified"
"""The heartbeats of the last backup, and of the last one that was restored and compared."""
CHECKS = (
    regular(BACKUP, Question.BACKUP, **DAILY),
    regular(VERIFIED, Question.BACKUP, **DAILY),
    regular("retention", Question.SYSTEM, **HOURLY),
)
GAUGES = (
    Gauge(
        "platform_backup_last_success_timestamp_seconds",
        "When a backup was last written.",
        "",
        lambda: select(Heartbeat.beat_at).where(Heartbeat.name == BACKUP),
    ),
    Gauge(
        "platform_restore_verified_timestamp_seconds",
        "When a backup was last restored and compared.",
        "",
        lambda: select(Heartbeat.beat_at).where(Heartbeat.name == VERIFIED),
    ),
)
