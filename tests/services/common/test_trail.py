"""Tampering with the audit trail is found, named by its entry, by two verifiers."""

import contextlib
import io
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from app.documents.common import verify_trail
from app.extensions import db
from app.security import ledger
from app.security.viewer import SYSTEM
from app.services.common import audit, trail
from tests.support.tampering import Tamperer, Tampering, allow, fill

LENGTH = 60


@pytest.fixture
def tamperings(session: Any) -> Iterator[Tampering]:
    """Yield one tampering of each kind after the other; each is undone afterwards."""
    return each_tampering(range(1), LENGTH)


def each_tampering(seeds: range, length: int) -> Iterator[Tampering]:
    """Tamper with a new trail in every way, by each seed; undo it after the caller has looked."""
    fill(length)
    heads = ledger.current().heads()
    length = max(heads)
    for seed in seeds:
        for number in range(len(Tamperer(db.session.connection(), 0, length, []).kinds())):
            connection = db.session.connection()
            allow(connection)
            tamperer = Tamperer(connection, seed, length, sorted(heads))
            yield tamperer.kinds()[number]()
            db.session.rollback()


def found_by_both(folder: Path, export: Path) -> list[list[str]]:
    """Return what the program's verifier and the other one find."""
    export.write_text("".join(f"{line}\n" for line in trail.exported()), encoding="utf-8")
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        verify_trail.main([str(export), str(folder)])
    others = [line for line in printed.getvalue().splitlines() if line.startswith("記録")]
    return [list(trail.verify(ledger.current().heads())), others]


def is_located(tampering: Tampering, findings: list[str]) -> bool:
    """Whether a finding names an entry at which the tampering is."""
    numbers = [
        int(found) for each in findings for found in re.findall(r"(?:entry |記録)(\d+)", each)
    ]
    return any(tampering.first <= number <= tampering.last for number in numbers)


@pytest.mark.both_databases
def test_each_tampering_is_found_and_named_by_both_verifiers(
    app: Flask, tamperings: Iterator[Tampering], tmp_path: Path
) -> None:
    folder = Path(app.config["LEDGER_FOLDER"])
    tried = 0
    for tampering in tamperings:
        for findings in found_by_both(folder, tmp_path / "trail.jsonl"):
            assert is_located(tampering, findings), (tampering, findings)
        tried += 1
    assert tried >= 11
    assert found_by_both(folder, tmp_path / "trail.jsonl") == [[], []]


def test_broken_entry_does_not_end_the_verification(session: Any) -> None:
    fill(9)
    allow(session.connection())
    session.execute(text("UPDATE audit_entry SET details = '{\"a\":' WHERE sequence = 3"))
    session.execute(text("UPDATE audit_entry SET actor_name = 'someone' WHERE sequence = 7"))
    found = list(trail.verify())
    assert found == [
        "entry 3 cannot be read (JSONDecodeError)",
        "entry 7 was altered after it was sealed",
    ]


def test_other_verifier_reads_the_database_itself(app: Flask, session: Any) -> None:
    fill(30)
    script, file = verify_trail.__file__, str(db.engine.url.database)
    command = [sys.executable, "-I", script, file, app.config["LEDGER_FOLDER"]]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, "書き換えは見つかりません" in done.stdout) == (0, True), done.stdout
    allow(session.connection())
    session.execute(text("UPDATE audit_entry SET actor_name = 'someone' WHERE sequence = 9"))
    session.commit()
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1 and "記録9は" in done.stdout
    gone = subprocess.run([*command[:3], "nothing"], capture_output=True, text=True)
    assert gone.returncode == 2 and "確かめられませんでした" in gone.stdout


def test_command_exports_the_trail_and_compares_with_the_ledger(
    app: Flask, session: Any, tmp_path: Path
) -> None:
    fill(30)
    runner = app.test_cli_runner()
    file = tmp_path / "trail.jsonl"
    assert runner.invoke(args=["audit", "export", str(file)]).exit_code == 0
    assert verify_trail.main([str(file), app.config["LEDGER_FOLDER"]]) == 0
    heads = ledger.current().heads()
    allow(session.connection())
    Tamperer(session.connection(), 1, max(heads), sorted(heads)).seal_rest()
    session.commit()
    answer = runner.invoke(args=["audit", "verify"])
    assert answer.exit_code == 1 and "sealed again after entry" in answer.output


def test_heads_that_a_restore_undid_are_no_findings(session: Any) -> None:
    audit.record(SYSTEM, "test.do", "thing", 1)
    session.commit()
    store = ledger.current()
    mark = store.mark()
    assert mark is not None
    store.append([{"kind": "head", "sequence": mark.sequence + 20, "hash": "a" * 64}])
    assert list(trail.verify(store.heads())) != []
    store.go_back(["a" * 64], mark)
    assert list(trail.verify(store.heads())) == []
