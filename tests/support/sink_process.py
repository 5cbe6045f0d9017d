"""The mail sink as a program of its own, so that it does not share the tests' interpreter.

`python -m tests.support.sink_process SECONDS FILE`: takes SECONDS for each letter, appends its
Message-ID and the moment to FILE when it is stored, and prints its port.
"""

import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, Popen

from tests.support.network import SMTP_SINKS
from tests.support.processes import with_parent_death_signal
from tests.support.smtp import smtp_server
from tests.support.source import ROOT


@contextmanager
def sink_process(file: Path, seconds: float = 0) -> Iterator[str]:
    """Run the sink and yield its URL."""
    file.touch()
    command = [sys.executable, "-m", "tests.support.sink_process", str(seconds), str(file)]
    process = Popen(with_parent_death_signal(command), cwd=ROOT, stdout=PIPE, text=True)
    assert process.stdout is not None
    port = int(process.stdout.readline())
    SMTP_SINKS.add(("127.0.0.1", port))
    try:
        yield f"smtp://127.0.0.1:{port}"
    finally:
        SMTP_SINKS.discard(("127.0.0.1", port))
        process.terminate()
        process.wait()
        process.stdout.close()


def stored(file: Path) -> dict[str, list[float]]:
    """Return when each Message-ID was stored, by the clock of `time.monotonic`."""
    found: dict[str, list[float]] = defaultdict(list)
    for line in file.read_text().splitlines():
        id_, moment = line.split()
        found[id_].append(float(moment))
    return found


def _run(seconds: float, file: Path) -> None:
    with smtp_server() as sink, file.open("a") as listed:
        sink.work(seconds)

        def note(raw: bytes) -> None:
            print(_message_id(raw), time.monotonic(), file=listed, flush=True)

        sink.on_stored = note
        print(sink.port, flush=True)
        while True:
            time.sleep(60)


def _message_id(raw: bytes) -> str:
    lines = raw.split(b"\r\n\r\n", 1)[0].split(b"\r\n")
    return next(
        line.split(b":", 1)[1].strip().decode()
        for line in lines
        if line.lower().startswith(b"message-id:")
    )


if __name__ == "__main__":
    _run(float(sys.argv[1]), Path(sys.argv[2]))
