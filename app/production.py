"""What an installation for the public must be set to."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app import connections


class UnsafeSettings(RuntimeError):
    """Production was requested with unsafe settings; names each of them."""


def refuse_unsafe(settings: Mapping[str, Any]) -> None:
    """Raise UnsafeSettings, naming every setting unfit for production."""
    if not settings["PRODUCTION"]:
        return
    wrong = []
    if len(settings["SECRET_KEY"]) < 32:
        wrong.append("SECRET_KEY (32 characters or more)")
    if len(settings["TOTP_KEY"]) < 32:
        wrong.append("TOTP_KEY (32 characters or more)")
    if len(settings["CASE_KEY"]) < 32:
        wrong.append("CASE_KEY (32 characters or more, kept outside the database)")
    if Path(settings["INSTANCE_DIR"]) in Path(settings["CASE_KEY_STORE"]).resolve().parents:
        wrong.append("CASE_KEY_STORE (a folder outside INSTANCE_DIR, left out of the backups)")
    if Path(settings["INSTANCE_DIR"]) in Path(settings["LEDGER_FOLDER"]).resolve().parents:
        wrong.append("LEDGER_FOLDER (a folder outside INSTANCE_DIR, never restored with it)")
    if settings["BACKUP_FOLDER"] and not settings["BACKUP_RECIPIENT"]:
        wrong.append("BACKUP_RECIPIENT (the public key to which backups are encrypted)")
    if len({settings[name] for name in ("SECRET_KEY", "TOTP_KEY", "CASE_KEY")}) < 3:
        wrong.append("SECRET_KEY, TOTP_KEY, CASE_KEY (each its own)")
    if not settings["TRUSTED_HOSTS"]:
        wrong.append("TRUSTED_HOSTS (the names this service is reached by)")
    if not settings["HTTPS"]:
        wrong.append("HTTPS (=1: served over HTTPS only)")
    if not settings["BASE_URL"].startswith("https://"):
        wrong.append("BASE_URL (https://…, for the links in letters)")
    if settings["METRICS_TOKEN"] and len(settings["METRICS_TOKEN"]) < 32:
        wrong.append("METRICS_TOKEN (32 characters or more, or none)")
    if settings["OIDC_ISSUER"] and not settings["OIDC_ISSUER"].startswith("https://"):
        wrong.append("OIDC_ISSUER (https://…)")
    if not settings["SMTP_URL"]:
        wrong.append("SMTP_URL (letters would stay in the spool)")
    wrong += connections.unencrypted(settings)
    if wrong:
        raise UnsafeSettings("APP_ENV=production refuses to start. Set: " + "; ".join(wrong))
