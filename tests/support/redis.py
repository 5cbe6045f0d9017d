"""A private Redis server without persistence."""

import shutil
import signal
import tempfile
from pathlib import Path

from tests.support.certificates import Certificate
from tests.support.processes import (
    Server,
    free_port,
    is_listening,
    program,
    with_parent_death_signal,
)


class RedisServer:
    """A context manager that starts the server on entry and returns its URL.

    tls: the certificate of a server that speaks encrypted only.
    """

    def __init__(self, tls: Certificate | None = None, port: int | None = None) -> None:
        self.tls = tls
        self.port = port or free_port()

    def __enter__(self) -> str:
        self.folder = Path(tempfile.mkdtemp(prefix="platform-redis-"))
        self.start()
        return f"redis{'s' if self.tls else ''}://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it, also after a stop: on the same port, and empty."""
        port = self.port
        options = ["--port", str(port)]
        if self.tls:
            options = ["--port", "0", "--tls-port", str(port), "--tls-auth-clients", "no"]
            options += ["--tls-cert-file", str(self.tls.certificate)]
            options += ["--tls-key-file", str(self.tls.key)]
        options += ["--bind", "127.0.0.1", "--dir", str(self.folder)]
        volatile = ["--save", "", "--appendonly", "no"]
        self.server = Server(
            with_parent_death_signal([program("redis-server"), *options, *volatile]),
            self.folder / "log",
            signal.SIGTERM,
        )
        self.server.wait_until(lambda: is_listening(port))

    def stop(self) -> None:
        """Stop it; what it holds is gone."""
        self.server.stop()

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
