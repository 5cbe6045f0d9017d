"""Settings, read from the environment and documented in app/OPERATION.md."""

import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
VERSION = "0.1.0"
"""The version in pyproject.toml, which is not part of an installation."""
SECRETS = (
    *("SECRET_KEY", "TOTP_KEY", "CASE_KEY", "CASE_KEY_PREVIOUS", "METRICS_TOKEN"),
    *("DATABASE_URL", "REDIS_URL", "SMTP_URL", "SMTP_ROUTES", "IMAP_URL", "BOUNCE_IMAP_URL"),
    "OIDC_CLIENT_SECRET",
)
"""Settings that NAME_FILE may name a file for: the environment is shown in more places."""


class WrongSetting(ValueError):
    """A setting has a value that means nothing; names both. Never about a secret's value."""


def load(environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Return the settings for Flask.

    Raises WrongSetting: a misspelt `production` must not start a demonstration.
    """
    production = choice(environ, "APP_ENV", "development", "production") == "production"
    https = flag(environ, "HTTPS")
    demonstration = "0" if production else choice(environ, "DEMONSTRATION", "1", "accounts", "0")
    secure = production or https
    instance = Path(environ.get("INSTANCE_DIR", ROOT / "instance")).resolve()
    secrets: dict[str, Any] = {name: secret(environ, name) for name in SECRETS}
    uri = database_uri(secrets.pop("DATABASE_URL"), instance)
    settings: dict[str, Any] = {
        "PRODUCTION": production,
        "INSTANCE_DIR": str(instance),
        "PORT": number(environ, "PORT", 8000, most=65535),
        "BASE_URL": environ.get("BASE_URL", ""),
        "SQLALCHEMY_DATABASE_URI": uri,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(uri),
        "MAIL_TIME_DIVISOR": number(environ, "MAIL_TIME_DIVISOR", 1, least=1),
        "MAILBOX": environ.get("MAILBOX", ""),
        "BOUNCE_MAILBOX": environ.get("BOUNCE_MAILBOX", ""),
        "DKIM_KEYS": environ.get("DKIM_KEYS", ""),
        "MAIL_AUTHSERV": environ.get("MAIL_AUTHSERV", ""),
        "MAIL_FROM": environ.get("MAIL_FROM", "kodoku-platform@localhost"),
        "SECRETARIAT_ADDRESS": environ.get("SECRETARIAT_ADDRESS", ""),
        "SECRETARIAT_PHONE": environ.get("SECRETARIAT_PHONE", ""),
        "SECRETARIAT_EMAIL": environ.get("SECRETARIAT_EMAIL", ""),
        "TRUSTED_HOSTS": environ.get("TRUSTED_HOSTS", "").split(",")
        if environ.get("TRUSTED_HOSTS")
        else None,
        "TRUSTED_PROXIES": number(environ, "TRUSTED_PROXIES", 0),
        "SESSION_COOKIE_NAME": "__Host-session" if secure else "session",
        "SESSION_COOKIE_SECURE": secure,
        "HTTPS": https,
        "DEMONSTRATION": demonstration in ("1", "accounts"),
        "DEMONSTRATION_FILLED": demonstration == "1",
        "PRIVATE_NETWORKS": private_networks(environ.get("PRIVATE_NETWORKS", "")),
        "PROMETHEUS_MULTIPROC_DIR": environ.get("PROMETHEUS_MULTIPROC_DIR", ""),
    }
    secrets["SMTP_ROUTES"] = smtp_routes(secrets["SMTP_ROUTES"])
    outside = council(environ, instance) | safekeeping(environ, instance)
    return FIXED | settings | secrets | outside | directory(environ)


def directory(environ: Mapping[str, str]) -> dict[str, Any]:
    """Return the settings of the log-in by an organisation's directory, without its secret."""
    return {
        "OIDC_ISSUER": environ.get("OIDC_ISSUER", ""),
        "OIDC_CLIENT_ID": environ.get("OIDC_CLIENT_ID", ""),
        "OIDC_LABEL": environ.get("OIDC_LABEL", "県庁アカウント"),
        "OIDC_SECOND_FACTOR": flag(environ, "OIDC_SECOND_FACTOR"),
    }


def safekeeping(environ: Mapping[str, str], instance: Path) -> dict[str, Any]:
    """Return the settings of what is kept outside the database: backups, and the ledger."""
    return {
        "BACKUP_FOLDER": environ.get("BACKUP_FOLDER", ""),
        "BACKUP_RECIPIENT": environ.get("BACKUP_RECIPIENT", ""),
        "BACKUP_KEEP": number(environ, "BACKUP_KEEP", 30, least=1),
        "LEDGER_FOLDER": environ.get("LEDGER_FOLDER", str(instance / "ledger")),
        "LEDGER_COPIES": [each for each in environ.get("LEDGER_COPIES", "").split(":") if each],
    }


def council(environ: Mapping[str, str], instance: Path) -> dict[str, Any]:
    """Return the settings of the regional council: where its keys lie, and statutory periods."""
    return {
        "CASE_KEY_STORE": environ.get("CASE_KEY_STORE", str(instance / "case_keys")),
        "CASE_KEY_COPIES": [each for each in environ.get("CASE_KEY_COPIES", "").split(":") if each],
        "CASE_RETENTION_YEARS": number(environ, "CASE_RETENTION_YEARS", 5, least=1),
        "INCIDENT_FIRST_DAYS": number(environ, "INCIDENT_FIRST_DAYS", 5, least=1),
        "INCIDENT_FINAL_DAYS": number(environ, "INCIDENT_FINAL_DAYS", 30, least=1),
        "INCIDENT_FINAL_DAYS_MALICIOUS": number(
            environ, "INCIDENT_FINAL_DAYS_MALICIOUS", 60, least=1
        ),
        "DISCLOSURE_DAYS": number(environ, "DISCLOSURE_DAYS", 30, least=1),
    }


def smtp_routes(text: str) -> dict[str, str]:
    """Return the mail servers of single domains, given as `domain=url,domain=url`."""
    pairs = (each.partition("=") for each in text.split(",") if each.strip())
    return {domain.strip().casefold(): url.strip() for domain, _, url in pairs}


def database_uri(url: str, instance: Path) -> str:
    """Return the SQLAlchemy URL of the database: embedded SQLite, or PostgreSQL through psycopg 3."""
    if not url:
        return f"sqlite:///{instance / 'platform.sqlite3'}"
    scheme, _, rest = url.partition("://")
    return f"postgresql+psycopg://{rest}" if scheme in ("postgres", "postgresql") else url


def engine_options(uri: str) -> dict[str, Any]:
    """Return the options of the engine: nobody waits long for a database that is away."""
    waits = {"connect_timeout": 5} if uri.startswith("postgresql") else {}
    return {"pool_pre_ping": True, "hide_parameters": True, "connect_args": waits}


def secret(environ: Mapping[str, str], name: str) -> str:
    """Return a secret from the file that NAME_FILE names, else from the environment."""
    file = environ.get(f"{name}_FILE")
    if not file:
        return environ.get(name, "")
    try:
        return Path(file).read_text().strip()
    except OSError as error:
        raise WrongSetting(f"{name}_FILE: {file} cannot be read ({error.strerror})") from error


def number(
    environ: Mapping[str, str], name: str, default: int, *, least: int = 0, most: int | None = None
) -> int:
    """Return the whole number that the setting names. Raises WrongSetting."""
    text = environ.get(name, "").strip() or str(default)
    allowed = f"{least} or more" if most is None else f"{least} to {most}"
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= (most or int(text)):
        raise WrongSetting(f"{name} is {text!r}: set a whole number, {allowed}")
    return int(text)


def choice(environ: Mapping[str, str], name: str, default: str, *others: str) -> str:
    """Return which of the values the setting has, the first without one. Raises WrongSetting."""
    text = environ.get(name, "").strip() or default
    if text not in (default, *others):
        raise WrongSetting(f"{name} is {text!r}: set one of {', '.join((default, *others))}")
    return text


def flag(environ: Mapping[str, str], name: str) -> bool:
    """Whether the setting is `1`; it is off without one. Raises WrongSetting."""
    return choice(environ, name, "0", "1") == "1"


def private_networks(text: str) -> frozenset[str]:
    """Return the host names and networks in which servers may be spoken to in the clear."""
    return frozenset(each.strip().casefold() for each in text.split(",") if each.strip())


FIXED: dict[str, Any] = {
    "VERSION": VERSION,
    "APP_NAME": "とっとり孤独・孤立対策官民連携プラットフォーム",
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "SESSION_IDLE": timedelta(hours=1),
    "SESSION_ABSOLUTE": timedelta(hours=12),
    "WTF_CSRF_TIME_LIMIT": None,  # as long as the session, which the server ends
    "MAX_CONTENT_LENGTH": 12 * 1024 * 1024,
    "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
    "MAX_FORM_PARTS": 2000,
    "BABEL_DEFAULT_LOCALE": "ja_JP",
    "BABEL_DEFAULT_TIMEZONE": "Asia/Tokyo",
    "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "translations"),
    "LANGUAGES": {
        "ja_JP": {"flag": "jp", "name": "日本語"},
        "en": {"flag": "gb", "name": "English"},
    },
    "FAB_SECURITY_MANAGER_CLASS": "app.security.manager.SecurityManager",
    "FAB_UPDATE_PERMS": False,
    "FAB_CREATE_DB": False,
    "AUTH_TYPE": 1,  # FAB's AUTH_DB
    "RATELIMIT_ENABLED": True,
    "RATELIMIT_STORAGE_URI": "database://",  # not Redis: without it no form could be sent
    "RATELIMIT_HEADERS_ENABLED": False,
    "RATELIMIT_STRATEGY": "fixed-window",
}
