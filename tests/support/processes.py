"""Programs started by the test session: on a free loopback port, stopped at its end."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

HINT = "`make system` installs what the tests need from Debian's packages."


def free_port() -> int:
    """Return a TCP port on 127.0.0.1 that is currently free."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def program(name: str, *folders: Path) -> str:
    """Return the program's path, from the folders first. Raises FileNotFoundError with a hint."""
    for folder in folders:
        if (folder / name).exists():
            return str(folder / name)
    found = shutil.which(name)
    if found is None:
        raise FileNotFoundError(f"{name} is not installed. {HINT}")
    return found


class Server:
    """A child process with a log of its output for failures."""

    def __init__(
        self,
        command: list[str],
        log: Path,
        stop_signal: signal.Signals,
        environment: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.log = log
        self.stop_signal = stop_signal
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env={**os.environ, "LC_ALL": "C.UTF-8", **environment},
            )

    def wait_until(self, ready: Callable[[], bool], seconds: float = 30) -> None:
        """Wait until the server is ready. Raises RuntimeError with its log after the time limit."""
        deadline = time.monotonic() + seconds
        while not ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{self.process.args} did not start:\n{self.log.read_text()}")
            time.sleep(0.02)

    def stop(self, seconds: float = 10) -> None:
        """Stop the process with its stop signal, or kill it after the time limit."""
        if self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def with_parent_death_signal(
    command: list[str], *, by: str = "TERM", user: str | None = None
) -> list[str]:
    """Return the command, wrapped to get the signal `by` when this process ends, as the user."""
    identity = [f"--reuid={user}", f"--regid={user}", "--init-groups"] if user else []
    return ["setpriv", f"--pdeathsig={by}", *identity, "--", *command]


def is_listening(port: int) -> bool:
    """Whether a server listens on the loopback port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
