"""`flask --app run …`: what is done from the command line."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask
from flask.cli import AppGroup

from app.extensions import db
from app.security import guard
from app.security.viewer import SYSTEM, Viewer
from app.services import audit, founding

audit_group = AppGroup("audit", help="The audit trail (監査記録).")


@contextmanager
def as_system() -> Iterator[Viewer]:
    """Work for the system, and commit at the end."""
    guard.set_viewer(db.session(), SYSTEM)
    yield SYSTEM
    db.session.commit()


@audit_group.command("verify")
def verify() -> None:
    """Walk the whole chain; exit code 1 when something does not hold."""
    with as_system():
        faults = list(audit.verify())
    for fault in faults:
        click.echo(fault)
    if faults:
        sys.exit(1)
    click.echo("the audit chain is whole")


@click.command("load-founding-data")
def load_founding_data() -> None:
    """Load the annex, the municipalities and the texts in force into an empty database."""
    with as_system() as actor:
        loaded = founding.load(actor)
    click.echo("loaded" if loaded else "already there")


def register(app: Flask) -> None:
    """Add the commands to the application."""
    app.cli.add_command(audit_group)
    app.cli.add_command(load_founding_data)
