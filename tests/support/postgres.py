"""A private PostgreSQL server: initdb in its own folder, trust on loopback, no durability."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from tests.support.processes import Server, free_port, program, with_parent_death_signal

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "60",
}


@dataclass(frozen=True)
class Postgres:
    """A running server. Its databases are created from templates, in C.UTF-8."""

    port: int

    def url(self, database: str) -> str:
        """Return the SQLAlchemy URL of the database."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{database}"

    def create(self, database: str, *, template: str = "template0") -> str:
        """Recreate the database as a copy of the template and return its URL."""
        name, source = sql.Identifier(database), sql.Identifier(template)
        options = sql.SQL("ENCODING 'UTF8' LOCALE 'C.UTF-8'" if template == "template0" else "")
        self.drop(database)
        self._run(sql.SQL("CREATE DATABASE {} TEMPLATE {} {}").format(name, source, options))
        return self.url(database)

    def drop(self, database: str) -> None:
        """Remove the database, even with clients connected."""
        self._run(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database))
        )

    def _run(self, statement: sql.Composed) -> None:
        address = f"postgresql://postgres@127.0.0.1:{self.port}/postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement)

    def is_ready(self) -> bool:
        """Whether the server accepts connections."""
        try:
            self._run(sql.Composed([sql.SQL("SELECT 1")]))
        except psycopg.OperationalError:
            return False
        return True


class PostgresServer:
    """A context manager that starts the server on entry and removes every trace of it on exit."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="platform-postgres-"))
        self.user = _unprivileged_user() if os.geteuid() == 0 else None
        if self.user:
            shutil.chown(self.folder, self.user, self.user)

    def __enter__(self) -> "PostgresServer":
        self._initialise(self._program("initdb"), self.folder / "data")
        self.postgres = Postgres(free_port())
        self.start()
        return self

    def start(self) -> None:
        """Start it, also after a stop: on the same port, with the same databases."""
        place = ["-D", str(self.folder / "data"), "-p", str(self.postgres.port)]
        settings = [f"--{name}={value}" for name, value in SETTINGS.items()]
        command = [self._program("postgres"), *place, *settings]
        self.server = Server(
            with_parent_death_signal(command, by="INT", user=self.user),
            self.folder / "log",
            signal.SIGINT,
        )
        self.server.wait_until(self.postgres.is_ready)

    def stop(self) -> None:
        """Stop it; connections are closed."""
        self.server.stop()

    def crash(self) -> None:
        """End it at once: it writes nothing more, and recovers at the next start."""
        self.server.process.send_signal(signal.SIGQUIT)
        self.server.process.wait(10)

    @staticmethod
    def _program(name: str) -> str:
        folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
        return program(name, *folders)

    def _initialise(self, initdb: str, data: Path) -> None:
        options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
        done = subprocess.run(
            with_parent_death_signal(
                [initdb, "-D", str(data), "--no-sync", *options], user=self.user
            ),
            capture_output=True,
            text=True,
            cwd=self.folder,
        )
        if done.returncode:
            raise RuntimeError(f"initdb failed:\n{done.stdout}{done.stderr}")

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def _unprivileged_user() -> str:
    """Return the user to run as: PostgreSQL refuses root, and Debian's package creates this user."""
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError as missing:
        raise RuntimeError("There is no user postgres to run PostgreSQL as.") from missing
