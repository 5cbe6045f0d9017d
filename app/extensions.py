"""Unbound extension objects; `create_app` binds them to an application.

Every application gets its own AppBuilder: it keeps a list of its views and would register none
of them on a second application.
"""

from celery import Celery
from flask import Blueprint, current_app
from flask_appbuilder import AppBuilder, Model
from flask_appbuilder.utils.legacy import get_sqla_class
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import event
from sqlalchemy.orm import Session
from sqlalchemy_utils import aggregates


class PlatformAppBuilder(AppBuilder):
    """Flask-AppBuilder without its default views.

    `/back`, `/lang`, the OpenAPI pages, the menu API and the security views are either ours
    (app/views) or not offered: each would be an entry point that nobody maintains.
    """

    def _add_global_static(self) -> None:
        """Register FAB's templates, which ours extend, without its Bootstrap, jQuery and Select2."""
        templates = Blueprint("appbuilder", "flask_appbuilder", template_folder="templates")
        current_app.register_blueprint(templates)

    def _add_admin_views(self) -> None:
        self.sm.register_views()

    def add_permissions(self, update_perms: bool = False) -> None:
        """Do nothing: permissions live in app/security/roles.py, not in the database."""

    def _add_permission(self, baseview: object, update_perms: bool = False) -> None:
        """Do nothing; see add_permissions."""

    def _add_permissions_menu(self, name: str, update_perms: bool = False) -> None:
        """Do nothing; see add_permissions."""

    def _add_menu_permissions(self, update_perms: bool = False) -> None:
        """Do nothing; see add_permissions."""


# The metadata of FAB's Model: with the plain class Alembic would drop every table.
db: SQLAlchemy = get_sqla_class()(metadata=Model.metadata)
# After each flush it would look through all that a session holds, for a feature that nothing uses.
event.remove(Session, "after_flush", aggregates.manager.construct_aggregate_queries)
csrf = CSRFProtect()
celery = Celery("app")
