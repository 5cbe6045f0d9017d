"""The proxy of compose.yaml, on loopback: Debian's nginx with the product's own configuration."""

import os
import signal
from pathlib import Path

from tests.support.certificates import Certificate
from tests.support.processes import (
    Server,
    free_port,
    is_listening,
    program,
    with_parent_death_signal,
)
from tests.support.source import ROOT

CONFIGURATION = ROOT / "app/nginx.conf"


class Proxy:
    """A context manager: nginx in front of a web server at the port."""

    def __init__(self, folder: Path, tls: Certificate, web_port: int) -> None:
        self.folder = folder
        self.port, self.plain_port = free_port(), free_port()
        self.address = f"https://127.0.0.1:{self.port}"
        self.configuration = folder / "nginx.conf"
        self.configuration.write_text(self._adapted(tls, web_port), encoding="utf-8")

    def _adapted(self, tls: Certificate, web_port: int) -> str:
        """Return the configuration with this test's ports and files, otherwise as it is."""
        text = CONFIGURATION.read_text(encoding="utf-8")
        for old, new in (
            (" /tmp/", f" {self.folder}/"),
            ("listen 80;", f"listen 127.0.0.1:{self.plain_port};"),
            ("listen 443 ssl;", f"listen 127.0.0.1:{self.port} ssl;"),
            ("server web:8000;", f"server 127.0.0.1:{web_port};"),
            ("/run/secrets/tls_certificate", str(tls.certificate)),
            ("/run/secrets/tls_key", str(tls.key)),
        ):
            assert old in text, old
            text = text.replace(old, new)
        return text

    def command(self, *more: str) -> list[str]:
        """Return a command line of nginx with this configuration."""
        name = program("nginx", Path("/usr/sbin"))
        user = "user root root;" if os.geteuid() == 0 else ""  # its folder is root's own
        place = ["-p", str(self.folder), "-e", "stderr", "-c", str(self.configuration)]
        return [name, *place, "-g", f"daemon off; {user}", *more]

    def __enter__(self) -> "Proxy":
        self.server = Server(
            with_parent_death_signal(self.command()),
            self.folder / "nginx.txt",
            signal.SIGTERM,
        )
        self.server.wait_until(lambda: is_listening(self.port))
        return self

    def __exit__(self, *_: object) -> None:
        self.server.stop()
