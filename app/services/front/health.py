"""Checks of backups and retention."""

from datetime import timedelta

from sqlalchemy import select

from app.models.common.timer import Heartbeat
from app.services.common.checks import Question, regular
from app.services.common.gauges import Gauge
from app.services.front.backups import VERIFIED, WRITTEN

DAILY = {"watch": timedelta(hours=26), "bad": timedelta(hours=50)}
HOURLY = {"watch": timedelta(hours=3), "bad": timedelta(hours=24)}
CHECKS = (
    regular(WRITTEN, Question.BACKUP, **DAILY),
    regular(VERIFIED, Question.BACKUP, **DAILY),
    regular("retention", Question.SYSTEM, **HOURLY),
)
GAUGES = (
    Gauge(
        "platform_backup_last_success_timestamp_seconds",
        "When a backup was last written.",
        "",
        lambda: select(Heartbeat.beat_at).where(Heartbeat.name == WRITTEN),
    ),
    Gauge(
        "platform_restore_verified_timestamp_seconds",
        "When a backup was last restored and compared.",
        "",
        lambda: select(Heartbeat.beat_at).where(Heartbeat.name == VERIFIED),
    ),
)
