"""Flask-AppBuilder's security manager, reduced to what is needed.

FAB stores the users and their roles. The permissions of a role are in code (roles.py), so a
check costs no query; FAB's own log-in, registration, API tokens and security pages are not
offered.
"""

from typing import Any

from flask import Flask, current_app, g, session
from flask_appbuilder.security.sqla.manager import SecurityManager as FabSecurityManager
from flask_limiter import Limiter
from flask_login import LoginManager, current_user

from app.extensions import db
from app.models.accounts.user import Account
from app.security import guard, roles
from app.security.identity import is_usable, viewer_for
from app.security.limits import limiter
from app.security.viewer import PUBLIC, Role


class SecurityManager(FabSecurityManager):
    """Permissions from roles.py, users from the database, nothing else."""

    user_model = Account

    def create_db(self) -> None:
        """Do nothing: roles are loaded with the initial data (services/accounts/seed.py)."""

    def register_views(self) -> None:
        """Do nothing: our views are registered in app/views."""

    def create_jwt_manager(self, app: Flask) -> None:
        """Do nothing: API tokens would bypass the second factor."""

    def create_login_manager(self, app: Flask) -> LoginManager:
        manager: LoginManager = super().create_login_manager(app)
        manager.session_protection = None  # the session is stored on the server
        return manager

    def create_limiter(self, app: Flask) -> Limiter:
        limiter.init_app(app)
        return limiter

    def load_user(self, pk: str) -> Account | None:
        """Return the account loaded with the session: no query, and detached from the request's session."""
        account: Account | None = getattr(session, "account", None)
        return account if account is not None and is_usable(account) else None

    @staticmethod
    def before_request() -> None:
        """Set the viewer of the request and of the database session."""
        g.user = current_user
        g.viewer = viewer_for(current_user) if current_user.is_authenticated else PUBLIC
        guard.set_viewer(db.session(), g.viewer)

    def has_access(self, permission_name: str, view_name: str) -> bool:
        return _allows(g.viewer.roles, permission_name, view_name)

    def is_item_public(self, permission_name: str, view_name: str) -> bool:
        return _allows(PUBLIC.roles, permission_name, view_name)

    def get_user_menu_access(self, menu_names: list[str] | None = None) -> set[str]:
        menu: dict[str, Any] = current_app.extensions["platform_menu"]
        roles_held = g.viewer.roles
        return {name for name in menu_names or () if not roles_held.isdisjoint(menu[name])}


def _allows(held: frozenset[Role], permission: str, view: str) -> bool:
    return roles.allows(current_app.extensions["platform_permissions"], held, permission, view)
