"""The application factory."""

import logging
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import config
from app import cli, database, logs, models, production, tasks, views
from app.extensions import PlatformAppBuilder, celery, csrf, db
from app.mail.common import dkim_keys
from app.security import guard, headers, ledger, vault
from app.security.case_keys import KeyStore
from app.security.sessions import DatabaseSessions, refuse_unread
from app.services.common import outward
from app.services.common import settings as office_settings
from app.views.common.url_rules import UrlRule

__all__ = ["create_app", "models"]


def create_app(settings: Mapping[str, Any] | None = None) -> Flask:
    """Build the application.

    settings: overrides of the values returned by config.load().
    Raises production.UnsafeSettings for unsafe settings in production, and config.WrongSetting.
    """
    app = Flask(__name__)
    app.url_rule_class = UrlRule
    app.config.from_mapping(config.load() | dict(settings or {}))
    production.refuse_unsafe(app.config)
    require_folder(Path(app.config["INSTANCE_DIR"]))
    app.config["SECRET_KEY"] = app.config["SECRET_KEY"] or instance_secret(app, "secret_key")
    app.config["TOTP_KEY"] = app.config["TOTP_KEY"] or instance_secret(app, "totp_key")
    app.config["CASE_KEY"] = app.config["CASE_KEY"] or instance_secret(app, "case_key")
    vault.install(app, key_store(app))
    ledger.install(app)
    if app.config["TRUSTED_PROXIES"]:
        hops = app.config["TRUSTED_PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)
    office_settings.set_initial(app.config)
    outward.set_own(app.config)
    logs.name_failed_requests(app)
    dkim_keys.warn(app.config["DKIM_KEYS"])
    logging.getLogger("flask_appbuilder").setLevel(logging.WARNING)

    app.session_interface = DatabaseSessions()
    app.before_request(refuse_unread)  # first of all
    db.init_app(app)
    app.teardown_appcontext(lambda _error: database.let_go(db.session()))  # before the removal
    with app.app_context():
        database.configure(db.engine)
        tasks.configure(celery, app)
        appbuilder = PlatformAppBuilder()
        appbuilder.init_app(app, db.session)
        csrf.init_app(app)  # after FAB has set the viewer: the error page of a refusal has a menu
        views.register(app, appbuilder)
    headers.install(app)
    cli.register(app)
    return app


def key_store(app: Flask) -> KeyStore:
    """Return the case key store named in the settings."""
    settings = app.config
    return KeyStore(
        Path(settings["CASE_KEY_STORE"]),
        [Path(copy) for copy in settings["CASE_KEY_COPIES"]],
        settings["CASE_KEY"],
        settings["CASE_KEY_PREVIOUS"],
    )


def require_folder(instance: Path) -> None:
    """Make the instance folder where there is none. Raises config.WrongSetting."""
    try:
        instance.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise config.WrongSetting(
            f"INSTANCE_DIR: {instance} cannot be made ({error.strerror})"
        ) from error
    if not os.access(instance, os.W_OK | os.X_OK):
        raise config.WrongSetting(f"INSTANCE_DIR: {instance} cannot be written to")


def instance_secret(app: Flask, name: str) -> str:
    """Return a secret of this installation, created on first use and kept in the instance folder."""
    path = Path(app.config["INSTANCE_DIR"]) / name
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


guard.install(db.session)
