"""`python run.py` as started by a new user: start, operation and clean shutdown as one program."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.support.processes import free_port

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.timeout(180)


def hear_ctrl_c() -> None:
    """Restore SIGINT in the child: a shell that runs the tests in the background ignores it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Running:
    """A started program, its output and its address."""

    def __init__(self, folder: Path, *, output: Path | None = None, **settings: str) -> None:
        self.instance = folder
        self.output = output or folder / "output.txt"
        environment = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG")}
        environment |= {"INSTANCE_DIR": str(folder), "PORT": str(free_port())}
        environment |= {"DEMONSTRATION": "accounts"} | settings  # the data have their own test
        self.address = f"http://127.0.0.1:{environment['PORT']}"
        with self.output.open("wb") as file:
            self.process = subprocess.Popen(
                [sys.executable, "run.py"],
                cwd=ROOT,
                env=environment,
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=hear_ctrl_c,
            )

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urlopen(self.address + path, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode()

    def children(self) -> list[int]:
        """Return the ids of its child processes."""
        task = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(child) for child in task.read_text().split()]


def wait_for(condition: Callable[[], Any], seconds: float = 60) -> Any:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if found := condition():
                return found
        except OSError:
            pass
        time.sleep(0.2)
    raise AssertionError("waited in vain")


def alive(process: int) -> bool:
    """Whether the process runs; a zombie does not."""
    try:
        return "(zombie)" not in Path(f"/proc/{process}/status").read_text()
    except FileNotFoundError:
        return False


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Return a function that starts the program and waits until it responds."""
    started: list[Running] = []

    def start(**settings: str) -> Running:
        running = Running(tmp_path, **settings)
        started.append(running)
        wait_for(lambda: running.get("/healthz")[0] == 200)
        return running

    yield start
    for running in started:
        if running.process.poll() is None:
            running.process.kill()
        running.process.wait()


def test_first_start_prints_the_address_and_the_accounts(run: Callable[..., Running]) -> None:
    running = run()
    printed = running.output.read_text()

    assert running.address in printed
    for role in ("secretariat", "administrator", "executive", "council", "general"):
        assert re.search(rf"^\s+{role}\s+\S+\s+\S{{12,}}$", printed, re.MULTILINE), role
    assert "鳥取県弁護士会" in running.get("/roster")[1]
    assert len(running.children()) == 2
    written = {path for path in running.instance.rglob("*")} - {running.output}
    assert {path.name for path in written} >= {"platform.sqlite3", "case_keys", "queue"}
    open_to_others = [path for path in written if path.stat().st_mode & 0o077]
    assert open_to_others == []


def test_waiting_letter_is_sent_without_user_action(
    run: Callable[..., Running], tmp_path: Path, smtp_sink: Any
) -> None:
    write_letter(tmp_path)
    running = run(SMTP_URL=smtp_sink.url)

    wait_for(lambda: smtp_sink.messages)
    assert wait_for(lambda: running.get("/readyz")[0] == 200)


def test_ctrl_c_lets_the_running_task_finish(
    run: Callable[..., Running], tmp_path: Path, smtp_sink: Any
) -> None:
    smtp_sink.take_time(4)
    write_letter(tmp_path)
    running = run(SMTP_URL=smtp_sink.url)
    wait_for(lambda: state_of_the_letter(running.instance) == "sending")
    children = running.children()
    running.process.send_signal(signal.SIGINT)

    assert running.process.wait(timeout=90) == 0
    assert not any(alive(child) for child in children)
    assert state_of_the_letter(running.instance) == "sent"
    assert len(smtp_sink.messages) == 1


def test_child_processes_end_when_the_parent_is_killed(run: Callable[..., Running]) -> None:
    running = run()
    children = wait_for(lambda: len(found := running.children()) == 2 and found)
    running.process.kill()
    running.process.wait()

    wait_for(lambda: not any(alive(child) for child in children), 90)


def test_log_names_a_child_that_was_killed_and_none_that_was_told_to_end(
    run: Callable[..., Running],
) -> None:
    running = run()
    worker, _beat = wait_for(lambda: len(found := running.children()) == 2 and found)
    os.kill(worker, signal.SIGKILL)
    [line] = wait_for(lambda: ends(running))
    assert '"job": "worker"' in line
    assert running.get("/roster")[0] == 200
    running.process.send_signal(signal.SIGTERM)

    assert running.process.wait(timeout=90) == 0
    assert ends(running) == [line]


def ends(running: Running) -> list[str]:
    """Return the lines of the log on children that ended untold."""
    printed = running.output.read_text().splitlines()
    return [line for line in printed if "a process has ended" in line]


def test_start_that_fails_after_that_of_its_children_ends_with_them(tmp_path: Path) -> None:
    failing = (
        "import run; from app import embedded; embedded.announce = None; embedded.serve(run.app)"
    )
    settings = {"INSTANCE_DIR": str(tmp_path), "PORT": "0", "DEMONSTRATION": "0"}
    ended = subprocess.run(
        [sys.executable, "-c", failing],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]} | settings,
        stderr=subprocess.PIPE,  # closed only when the children have ended, too
        text=True,
        timeout=90,
    )

    assert ended.returncode == 1
    assert "TypeError" in ended.stderr


def test_program_starts_again_after_being_killed(run: Callable[..., Running]) -> None:
    first = run()
    first.process.kill()
    first.process.wait()
    second = run()

    assert second.get("/roster")[0] == 200


def test_second_start_says_what_is_in_use_and_changes_nothing(
    run: Callable[..., Running], tmp_path: Path
) -> None:
    first = run()
    port = first.address.rpartition(":")[2]
    passwords = password_hashes(tmp_path)
    elsewhere = tmp_path / "second"
    elsewhere.mkdir()
    for folder, other_port, said in (
        (elsewhere, port, f"Port {port} on 127.0.0.1 cannot be used (address already in use)"),
        (tmp_path, port, f"This service already runs in {tmp_path}"),
    ):
        second = Running(folder, PORT=other_port, output=elsewhere / "output.txt")
        assert second.process.wait(timeout=60) == 1
        [sentence] = second.output.read_text().splitlines()
        assert sentence.startswith(said)
        assert not (elsewhere / "platform.sqlite3").exists()
    assert password_hashes(tmp_path) == passwords
    assert first.get("/roster")[0] == 200
    accounts = printed_accounts(first)
    first.process.send_signal(signal.SIGINT)
    assert first.process.wait(timeout=90) == 0

    assert printed_accounts(run()) == accounts  # nor does the next start change the passwords
    assert password_hashes(tmp_path) == passwords


def printed_accounts(running: Running) -> list[str]:
    """Return the lines of the log-ins."""
    return re.findall(r"^ +[a-z]+ +[a-z0-9]+ +\S{12}$", running.output.read_text(), re.MULTILINE)


def password_hashes(instance: Path) -> list[tuple[str, str]]:
    """Return log-in names and hashes."""
    with sqlite3.connect(instance / "platform.sqlite3", timeout=20) as connection:
        return list(connection.execute("SELECT username, password FROM ab_user ORDER BY id"))


def test_production_refuses_to_start_with_unsafe_settings(tmp_path: Path) -> None:
    running = Running(tmp_path, APP_ENV="production")

    assert running.process.wait(timeout=60) != 0
    printed = running.output.read_text()
    for name in ("SECRET_KEY", "CASE_KEY", "TRUSTED_HOSTS", "HTTPS", "BASE_URL", "SMTP_URL"):
        assert name in printed


def write_letter(instance: Path) -> None:
    """Insert a letter that was left waiting while no process ran."""
    subprocess.run(
        [sys.executable, "-m", "flask", "--app", "run", "db", "upgrade"],
        cwd=ROOT,
        env=os.environ | {"INSTANCE_DIR": str(instance)},
        check=True,
        capture_output=True,
    )
    with sqlite3.connect(instance / "platform.sqlite3", timeout=20) as connection:
        connection.execute(
            """INSERT INTO outbox_message (dedupe_key, recipient, purpose, period, number,
            recipient_name, subject, body, message_id, confidential, secret, state, created_at,
            next_at, attempts, lease_holder, data_begun, reply)
            VALUES ('t', 'a@example.jp', 't', '', '', 'A', 'S', 'B', '<t@t>', 0, 0, 'pending',
            '2026-01-01 00:00:00', '2026-01-01 00:00:00', 0, '', 0, '')"""
        )


def state_of_the_letter(instance: Path) -> str:
    with sqlite3.connect(instance / "platform.sqlite3", timeout=20) as connection:
        return str(connection.execute("SELECT state FROM outbox_message").fetchone()[0])
