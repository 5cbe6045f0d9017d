"""Commands of `flask --app run …`."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from app import folder_lock, schema
from app.errors import RuleViolation
from app.extensions import celery, db
from app.rules.common.identifiers import normalise_email
from app.security import guard, ledger, vault
from app.security.viewer import SYSTEM, Role, Viewer
from app.services.accounts import access as account_access
from app.services.accounts import accounts, authentication
from app.services.cases import deletions as case_deletions
from app.services.common import search_entries, timers, trail
from app.services.front import backups, data_export, data_import, initial_data, restores, search
from app.services.meeting import resolution_records
from app.services.post import letters

audit_group = AppGroup("audit", help="The audit trail (監査記録).")
case_keys_group = AppGroup("case-keys", help="The keys of cases (ケースの鍵).")
outbox_group = AppGroup("outbox", help="The outbox (送信箱).")
resolutions_group = AppGroup("resolutions", help="Sealed records of resolutions (議決の記録).")
users_group = AppGroup("users", help="Accounts (利用者).")
identity_option = click.option(
    "--identity",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file of the private key, as age-keygen writes it.",
)


@contextmanager
def as_system() -> Iterator[Viewer]:
    """Run the block as the system and commit at the end, on a database compared with its ledger."""
    guard.set_viewer(db.session(), SYSTEM)
    restores.start(SYSTEM)
    db.session.commit()
    yield SYSTEM
    db.session.commit()


@contextmanager
def reading() -> Iterator[Viewer]:
    """Run the block as the system and change nothing."""
    guard.set_viewer(db.session(), SYSTEM)
    yield SYSTEM
    db.session.rollback()


@contextmanager
def report_rule_violations() -> Iterator[None]:
    """Report a RuleViolation, a running service or a full disk as an error message, with exit code 1."""
    try:
        yield
    except RuleViolation as refusal:
        raise click.ClickException(refusal.message) from refusal
    except folder_lock.FolderTaken as taken:
        raise click.ClickException(f"the service runs in {taken}: end it first") from taken
    except OSError as error:
        raise click.ClickException(str(error)) from error


def report(faults: list[str], whole: str) -> None:
    """Print the faults and exit with code 1, or print `whole` if there are none."""
    for fault in faults:
        click.echo(fault)
    if faults:
        sys.exit(1)
    click.echo(whole)


@audit_group.command("verify")
def verify() -> None:
    """Verify the audit chain and the chain of resolutions; exit code 1 on any fault."""
    heads = ledger.current().heads()  # before the entries: others go on writing
    with reading():
        faults = [
            *trail.verify(heads),
            *(f"resolutions: {fault}" for fault in resolution_records.verify()),
        ]
    report(faults, "the audit chain is whole, and that of the resolutions")


@audit_group.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export_trail(file: Path) -> None:
    """Write the trail as lines of JSON, for the verifier that shares no code with this program."""
    with reading(), file.open("w", encoding="utf-8") as lines:
        for line in trail.exported():
            lines.write(f"{line}\n")


@resolutions_group.command("verify")
def verify_resolutions() -> None:
    """Verify the chain of sealed resolutions; exit code 1 on any fault."""
    with reading():
        faults = list(resolution_records.verify())
    report(faults, "the chain of resolutions is whole")


@outbox_group.command("status")
def outbox_status() -> None:
    """Print the number of letters in each state and the number of due timers."""
    with as_system() as actor:
        for state, count in sorted(letters.counts(actor).items()):
            click.echo(f"{state.value:<10} {count}")
        click.echo(f"{'timers due':<10} {timers.due(actor)}")


@click.command("sweep")
def sweep() -> None:
    """Run the timer and outbox sweeps now."""
    celery.loader.import_default_modules()
    for name in ("timers.sweep", "outbox.sweep"):
        celery.tasks[name]()
    click.echo("swept")


@users_group.command("create")
@click.argument("username")
@click.argument("email")
@click.option("--name", required=True, help="Family name, as letters address the person.")
@click.option(
    "--role",
    type=click.Choice([Role.SECRETARIAT.value, Role.ADMINISTRATOR.value]),
    required=True,
)
@click.password_option()
def create_user(username: str, email: str, name: str, role: str, password: str) -> None:
    """Create the first account; all others are invited in the browser.

    Also the way back in when nobody can log in and no mail arrives: under a new name and address.
    """
    try:
        email = normalise_email(email)  # a link for a new password goes there
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="EMAIL") from error
    with report_rule_violations(), as_system() as actor:
        account = accounts.create(
            actor, username=username, email=email, family_name=name, roles=[Role(role)]
        )
        account_access.set_password(actor, account, password)
    click.echo(f"made {username}")


@users_group.command("reset-second-factor")
@click.argument("username")
def reset_second_factor(username: str) -> None:
    """Reset the second factor of the last administrator, who lost device and recovery codes.

    Everyone else asks an administrator.
    """
    with as_system() as actor:
        account = authentication.find(accounts.fold_name(username))
        if account is None:
            raise click.ClickException(f"no account {username}")
        account_access.reset_second_factor(actor, account.id)
    click.echo(f"{username} sets up the second factor at the next log-in")


@click.command("load-founding-data")
def load_founding_data() -> None:
    """Load the annex, the municipalities and the texts in force into an empty database."""
    with as_system() as actor:
        loaded = initial_data.load(actor)
        search_entries.build_if_empty(actor)
    click.echo("loaded" if loaded else "already there")


@click.command("search-rebuild")
def rebuild_search() -> None:
    """Make what the search finds again, from all rows that can be found."""
    with as_system() as actor:
        number = search_entries.rebuild(actor)
    click.echo(f"{number} entries of {len(search.kinds())} kinds")


@case_keys_group.command("rotate")
def rotate_case_keys() -> None:
    """Re-wrap all keys with CASE_KEY, while CASE_KEY_PREVIOUS is still set."""
    click.echo(f"{vault.key_store().rotate()} keys rewrapped")


@case_keys_group.command("destroy-erased")
def destroy_erased_case_keys() -> None:
    """Destroy the keys of deleted cases left over after a crash."""
    with as_system() as actor:
        click.echo(f"{case_deletions.destroy_keys(actor)} keys destroyed")


@click.group("backup", cls=AppGroup, invoke_without_command=True)
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path))
@click.pass_context
@with_appcontext
def backup_group(context: click.Context, folder: Path | None) -> None:
    """Write a backup into BACKUP_FOLDER, or another FOLDER, and verify it."""
    if context.invoked_subcommand is not None:
        return
    settings = current_app.config
    if folder is None and not settings["BACKUP_FOLDER"]:
        raise click.ClickException("name a --folder, or set BACKUP_FOLDER")
    with report_rule_violations(), as_system() as actor:
        written = backups.write(actor, backups.Place.of(settings, folder))
    click.echo(written.file)
    if written.fault:
        raise click.ClickException(written.fault)


@backup_group.command("verify")
@click.argument("file", type=click.Path(path_type=Path))
@identity_option
def verify_backup(file: Path, identity: Path | None) -> None:
    """Restore a backup into a scratch database and compare it with its manifest."""
    instance = Path(current_app.config["INSTANCE_DIR"])
    with report_rule_violations(), as_system() as actor:
        manifest = backups.verify(actor, file, identity, instance)
    rows = sum(table["rows"] for table in manifest["tables"].values())
    click.echo(f"whole: {len(manifest['tables'])} tables, {rows} rows, of {manifest['made_at']}")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@identity_option
@click.option("--force", is_flag=True, help="Overwrite a database that is in use.")
@with_appcontext
def restore(file: Path, identity: Path | None, force: bool) -> None:
    """Replace the database with a backup and migrate it to the current version."""
    instance = Path(current_app.config["INSTANCE_DIR"])
    with report_rule_violations(), folder_lock.held(instance), reading() as actor:
        backups.restore(actor, file, identity, instance, force=force)
        schema.upgrade()
        restores.hold(actor)
        search_entries.build_if_empty(actor)
        db.session.commit()
    click.echo("restored")


@click.command("export-all")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@with_appcontext
def export_all(folder: Path) -> None:
    """Write every table as CSV with its JSON Schema, and the documents as files, into FOLDER."""
    settings = current_app.config
    with report_rule_violations(), as_system() as actor:
        instance = Path(settings["INSTANCE_DIR"])
        manifest = data_export.export_all(actor, folder, instance, settings["VERSION"])
    click.echo(f"{len(manifest['tables'])} tables written")


@click.command("import-all")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@with_appcontext
def import_all(folder: Path) -> None:
    """Read what export-all wrote into an empty database. Another instance may still send letters:
    they are held here, as after a restore.
    """
    instance = Path(current_app.config["INSTANCE_DIR"])
    with report_rule_violations(), reading() as actor:
        manifest = data_import.import_all(actor, folder, instance)
        restores.hold(actor)
        search_entries.rebuild(actor)
        db.session.commit()
    click.echo(f"{len(manifest['tables'])} tables read, equal by hash")


def register(app: Flask) -> None:
    """Add the commands to the application."""
    groups = (audit_group, backup_group, case_keys_group, outbox_group, resolutions_group)
    more = (load_founding_data, export_all, import_all)
    for command in (*groups, users_group, sweep, restore, rebuild_search, *more):
        app.cli.add_command(command)
    if os.environ.get("FLASK_RUN_FROM_CLI"):  # set by the command `flask`: no web process
        refuse_commands_of_framework()
        schema.install(app)


def refuse_commands_of_framework() -> None:
    """Refuse `flask fab …`: it makes administrators with any password, and leaves no entry in the trail."""
    context = click.get_current_context(silent=True)
    while context is not None:
        if context.info_name == "fab":
            raise click.ClickException("not for this service; accounts: flask --app run users")
        context = context.parent
