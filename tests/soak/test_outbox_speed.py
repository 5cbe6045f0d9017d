"""Notices by the sweep against a bare loop over one connection, into the same sink.

`make soak ARGS="tests/soak/test_outbox_speed.py -s"`; NOTICES=300 for the short form.
"""

import os
import smtplib
from email.message import EmailMessage
from email.utils import formatdate
from pathlib import Path
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask

from app.rules.states.post.outbox import OutboxState
from app.tasks.post.outbox import sweep
from tests.support.notices import BODY, SUBJECT, by_state, write_notices
from tests.support.sink_process import sink_process

NOTICES = int(os.environ.get("NOTICES", "10000"))
pytestmark = [pytest.mark.timeout(3600), pytest.mark.both_databases]


@pytest.mark.parametrize(("seconds", "share"), [(0.02, 90), (0, 50)], ids=["20 ms", "at once"])
def test_speed(app: Flask, session: Any, tmp_path: Path, seconds: float, share: int) -> None:
    write_notices(NOTICES)
    session.commit()
    with sink_process(tmp_path / "stored", seconds) as url:
        app.config["SMTP_URL"] = url
        bare = letters_a_second_bare(url, min(NOTICES, 2000))
        (tmp_path / "stored").write_text("")
        begun = perf_counter()
        assert sweep() == NOTICES
        ours = NOTICES / (perf_counter() - begun)
        bare = (bare + letters_a_second_bare(url, min(NOTICES, 2000))) / 2
    kind = app.config["SQLALCHEMY_DATABASE_URI"].partition(":")[0]
    print(f"\n{kind}, {seconds} s a letter: {ours:.0f}/s, bare {bare:.0f}/s, {ours / bare:.2f}")
    assert by_state() == {OutboxState.SENT: NOTICES}
    assert ours * 100 >= bare * share


def letters_a_second_bare(url: str, count: int) -> float:
    """Build and send letters in a loop over one connection; return how many a second."""
    parts = urlsplit(url)
    with smtplib.SMTP(str(parts.hostname), int(parts.port or 25)) as server:
        begun = perf_counter()
        for number in range(count):
            letter = EmailMessage()
            letter["From"], letter["To"] = "desk@example.jp", f"m{number}@example.jp"
            letter["Subject"], letter["Message-ID"] = SUBJECT, f"<bare-{number}@example.jp>"
            letter["Date"] = formatdate(localtime=True)
            letter.set_content(BODY, cte="base64")
            server.send_message(letter)
        return count / (perf_counter() - begun)
