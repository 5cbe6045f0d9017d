"""50 backups under load, restored: equal; no mail again, no session, no right, no one-time link.

make soak ARGS="tests/soak/test_restores.py -s"; ROUNDS=10 for a shorter run.
"""

import os
from pathlib import Path
from random import Random

import pytest
from flask import Flask

from tests.services.front.test_backups import KEY, identity
from tests.support.restored import Rounds
from tests.support.smtp import SmtpSink

__all__ = ["identity"]
ROUNDS = int(os.environ.get("ROUNDS", "50"))


@pytest.mark.both_databases
@pytest.mark.timeout(3600)
def test_nothing_comes_back_in_fifty_restores(
    app: Flask, tmp_path: Path, smtp_sink: SmtpSink, identity: Path
) -> None:
    draw = Random(2026)
    rounds = Rounds(app, tmp_path / "backups", smtp_sink, str(KEY.to_public()), identity)
    for _ in range(ROUNDS):
        rounds.play(draw.randint(0, 2), draw.randint(0, 4))
    work = rounds.work
    print(
        f"\n{ROUNDS} backups restored: {len(work.letters)} letters, {len(work.links)} links used,"
        f" {len(work.ended)} participations ended"
    )
