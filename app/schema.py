"""The schema's migrations. Alembic takes 9 MB: it is loaded where they run, and in no web process."""

from pathlib import Path

from flask import Flask, current_app

from app.extensions import db


def install(app: Flask) -> None:
    """Give the application what `flask db` needs."""
    from flask_migrate import Migrate  # noqa: PLC0415 - see above

    Migrate(app, db, directory=str(Path(__file__).parent / "migrations"))


def upgrade(revision: str = "head") -> None:
    """Bring the database to a revision, the newest unless another is named."""
    import flask_migrate  # noqa: PLC0415 - see above

    install(current_app)
    flask_migrate.upgrade(revision=revision)


def downgrade(revision: str) -> None:
    """Take the database back to a revision."""
    import flask_migrate  # noqa: PLC0415 - see above

    install(current_app)
    flask_migrate.downgrade(revision=revision)
